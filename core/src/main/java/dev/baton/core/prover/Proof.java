package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.Announcement;
import dev.baton.core.rules.Rule;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The answer to "does this plan keep the laws?".
public sealed interface Proof {

    /// It does, from the first step to the last, whatever single node fails meanwhile.
    ///
    /// @param certificate where each group would go, state by state
    /// @param announced   what the plan has to say of its risks
    /// @param exposure    how long each group has no takeover target, as the walk summed it; groups without any left
    ///                    out
    /// @param figures     how much was looked at
    /// @param noReturn    the first step that cannot be undone, when there is one; from every state before it a legal
    ///                    way back was walked
    record Holds(Certificate certificate, Announcement announced, SortedMap<GroupId, Duration> exposure,
            Figures figures, Optional<NoReturn> noReturn) implements Proof {
        public Holds {
            exposure = Collections.unmodifiableSortedMap(new TreeMap<>(exposure));
        }
    }

    /// A law does not hold.
    ///
    /// @param law     the first that is broken
    /// @param at      the step that breaks it; empty when it is the end that does
    /// @param image   the cluster as that step, or the end, would leave it
    /// @param reasons at least one
    /// @param prefix  the shortest beginning that breaks it: the stages to there, the last one cut
    record Broken(Rule law, Optional<Plan.Position> at, ClusterImage image, List<Reason> reasons, List<Stage> prefix)
            implements Proof {
        public Broken {
            reasons = List.copyOf(reasons);
            prefix = List.copyOf(prefix);
        }
    }

    /// Nothing is known, for example because a step names something that does not exist.
    ///
    /// @param what stood in the way, as a sentence without a full stop
    record Unproven(String what) implements Proof {}

    /// How much was looked at.
    ///
    /// @param laws      that were judged at each step and at the end
    /// @param stages    of the plan
    /// @param states    images: the first, and one after each step
    /// @param failures  single node failures, summed over the states
    /// @param waysBack  states from which a way back was walked
    record Figures(int laws, int stages, int states, int failures, int waysBack) {}

    /// Where the right to roll back ends.
    ///
    /// @param stage its number
    /// @param step  which cannot be undone
    /// @param why   as a sentence without a full stop
    record NoReturn(int stage, Step step, String why) {}

    /// Returns whether every law holds.
    default boolean holds() {
        return this instanceof Holds;
    }

    /// What every proof takes for granted; printed under it.
    List<String> ASSUMPTIONS = List.of(
            "steps do what they say; the runner verifies each and judges it again before it starts",
            "one node fails at a time, and what it held is taken over before the next step",
            "a node that rejoins is as it was, except for what the plan changed on it",
            "exposure is counted with the durations of the upgrade, until they are measured",
            "a group may run where these laws let it: data, network and load are not looked at");
}
