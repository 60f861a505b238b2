package dev.baton.core.planner;

import java.util.List;

/// What a search came to.
sealed interface Found {

    /// Acts that reach the goal.
    ///
    /// @param proved whether no plan of the same preference is better
    /// @param how    in which way that is known, for people
    record Acts(List<Act> acts, Cost cost, boolean proved, String how) implements Found {
        public Acts {
            acts = List.copyOf(acts);
        }
    }

    /// Every order was tried, and none reaches the goal.
    ///
    /// @param boards how many different boards can be reached
    record Impossible(long boards) implements Found {}

    /// The search ended before it knew.
    record Unknown(long boards) implements Found {}
}
