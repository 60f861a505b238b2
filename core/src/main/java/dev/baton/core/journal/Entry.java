package dev.baton.core.journal;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One fact of a run's journal. `Began` is durable before the step has any effect, `Succeeded` after its effect was
/// seen in the cluster.
public sealed interface Entry {

    /// Returns the wall-clock time of the leader that wrote it.
    Instant at();

    /// An entry about one step.
    sealed interface OfStep extends Entry {
        /// Returns the step's index in the plan, from 0.
        int step();
    }

    /// The first entry.
    record Started(Instant at, String by) implements Entry {}

    /// A leader took the run up.
    record Led(Instant at, NodeId leader) implements Entry {}

    /// The step will be done now.
    ///
    /// @param attempt from 1
    /// @param before  what the cluster showed just before, for whoever goes on: the placement's epoch of a group's
    ///                step, the boot of a node's
    record Began(Instant at, int step, int attempt, String before) implements OfStep {}

    /// The step is done: the cluster shows it.
    ///
    /// @param detail what was seen, for people; of a stop point: who approved
    record Succeeded(Instant at, int step, String detail) implements OfStep {}

    /// This attempt came to nothing.
    record Faulted(Instant at, int step, String why) implements OfStep {}

    /// This attempt was cut off by the loss of a node; it does not count against the attempts.
    record Cut(Instant at, int step, String why) implements OfStep {}

    /// The run does not try again by itself: a person must continue or abort it.
    record Stopped(Instant at, int step, String why) implements OfStep {}

    /// The run rests once the step that is on has ended.
    record PauseAsked(Instant at, String by) implements Entry {}

    /// The paused or stopped run goes on.
    record Continued(Instant at, String by) implements Entry {}

    /// The run ends early.
    record AbortAsked(Instant at, String by) implements Entry {}

    /// The cluster has left the plan: nothing more of it is begun until the cluster has come back to it, or another
    /// plan has taken its place.
    record Overtaken(Instant at, String why) implements Entry {}

    /// A plan from the cluster as it is to the same end is in the tree.
    ///
    /// @param against what keeps the run from taking it by itself; a person decides. Empty when nothing does
    record Proposed(Instant at, SavedPlan plan, List<String> against) implements Entry {
        public Proposed {
            against = List.copyOf(against);
        }
    }

    /// The plan takes the place of the one before; from here on steps are its steps.
    ///
    /// @param by who took it: a person, or the run itself
    record Replanned(Instant at, SavedPlan plan, String by) implements Entry {}

    /// The run turns back to where it began.
    record RollbackAsked(Instant at, String by) implements Entry {}

    /// The cluster is as it was when the run began; the last entry.
    record RolledBack(Instant at) implements Entry {}

    /// One act on the way to a safe state, or to one from which a new plan is made.
    record Compensated(Instant at, String what) implements Entry {}

    /// The cluster is in a safe state; the last entry.
    record Aborted(Instant at) implements Entry {}

    /// Every step is done; the last entry.
    record Finished(Instant at) implements Entry {}

    /// How long groups had nobody to take them over since the last such entry.
    ///
    /// @param uncovered by group; groups that were covered are left out
    record Measured(Instant at, SortedMap<GroupId, Duration> uncovered) implements Entry {
        public Measured {
            uncovered = Collections.unmodifiableSortedMap(new TreeMap<>(uncovered));
        }
    }

    /// A group was not online for a while and is again, as the controller saw it from what agents report.
    ///
    /// @param owner where it is now; empty in journals of builds that did not write it
    record OutageSeen(Instant at, GroupId group, Duration lasted, Optional<NodeId> owner) implements Entry {}

    /// Clients of a group had no answer for a while and have one again, as one in their place saw it.
    ///
    /// @param lasted from their last answer before to the first one after
    /// @param watch  by whom, of those who were put there one after the other, from 1
    record ClientsWaited(Instant at, GroupId group, Duration lasted, int watch) implements Entry {}
}
