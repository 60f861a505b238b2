package dev.baton.core.model;

import java.util.List;

/// The answer to "may this be?".
public sealed interface Verdict {

    /// It may.
    record Allowed() implements Verdict {
        private static final Allowed YES = new Allowed();
    }

    /// It may not.
    ///
    /// @param reasons every reason that holds, at least one, the most telling first
    record Refused(List<Reason> reasons) implements Verdict {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /// Returns a yes.
    static Verdict yes() {
        return Allowed.YES;
    }

    /// Returns `Allowed` without reasons, else `Refused`.
    static Verdict of(List<Reason> reasons) {
        return reasons.isEmpty() ? yes() : new Refused(reasons);
    }

    /// Returns the reasons against; empty when it may be.
    default List<Reason> reasons() {
        return switch (this) {
            case Allowed _ -> List.of();
            case Refused(var reasons) -> reasons;
        };
    }

    /// Returns whether it may be.
    default boolean allowed() {
        return this instanceof Allowed;
    }
}
