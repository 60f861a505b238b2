package dev.baton.core.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What sort of thing an event of the cluster's history is. It is set where the event is made, and never read out of
/// its text. Builds add kinds: one that a build does not know is [#OTHER] to it.
public enum EventKind {
    /// A group goes elsewhere because its node was lost or it failed there.
    FAILOVER,
    /// A group that failed over returns.
    FAILBACK,
    /// A person or a run moves a group.
    MOVE,
    /// A group gets its first node.
    GROUP_PLACED,
    /// A group is `Failed`: no node may have it, or it failed too often.
    GROUP_FAILED,
    /// A person says that what failed is well again.
    FAILURE_CLEARED,
    /// What was left offline because nothing opened the data may come up.
    GROUP_WHOLE,
    /// A person wants a group or resource online or offline, or a group unmanaged, or managed again.
    INTENT,
    /// A dead node owns a group no longer, and the group stays where it was placed.
    CLAIM_ENDED,
    /// The format of a group's data is known, or another than it was thought to be.
    FORMAT,
    /// A conversion begins or ends.
    CONVERSION,
    /// A node was declared dead.
    NODE_DOWN,
    /// A node takes part, for the first time or again.
    NODE_JOINED,
    /// A machine was let in by a join token.
    NODE_ADDED,
    /// A join token was made.
    JOIN_OFFERED,
    /// A node is fenced, or was confirmed dead by a person.
    FENCING,
    /// A node could not be fenced.
    FENCING_FAILED,
    /// A node is held: paused, drained, in maintenance.
    HOLD_PLACED,
    /// A hold was released by whoever may.
    HOLD_RELEASED,
    /// A hold's time is over.
    HOLD_EXPIRED,
    /// A node renewed its lease with little of it left.
    LEASE_MARGIN_LOW,
    /// A product's version changed on a node, and no run did that.
    DRIFT,
    /// The configuration is another.
    CONFIG_APPLIED,
    /// The cluster level rises, may rise, or does not.
    LEVEL,
    /// A node's vote in the coordination engine is given or taken.
    VOTE,
    /// Another controller leads.
    LEADER,
    /// A run begins.
    RUN_STARTED,
    /// A run goes on: a step begins or is done.
    RUN_STEP,
    /// A step failed or was cut off.
    RUN_STEP_FAILED,
    /// A run goes on only after a person has acted.
    RUN_WAITS,
    /// The cluster has left a run's plan, or the run has another.
    RUN_REPLANNED,
    /// A person tells a run to pause, go on, turn back or end.
    RUN_ORDERED,
    /// A run has reached its goal.
    RUN_FINISHED,
    /// A run was undone.
    RUN_ROLLED_BACK,
    /// A run was ended before its goal.
    RUN_ABORTED,
    /// Written by a build that knew no kinds, or of a kind that this build does not know.
    OTHER;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// Returns its name in files, on the command line and in JSON, such as `group-failed`.
    public String word() {
        return word;
    }

    /// Returns the kind that a record names: [#OTHER] when this build does not know it.
    public static EventKind read(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst().orElse(OTHER);
    }

    /// Returns the kind that a person names.
    ///
    /// @throws IllegalArgumentException if there is none of that name, with those that there are
    public static EventKind parse(String word) {
        EventKind kind = read(word);
        if (kind == OTHER && !word.equals(OTHER.word)) {
            throw new IllegalArgumentException("there is no kind of event '" + word + "'; known: "
                    + Arrays.stream(values()).map(EventKind::word).collect(Collectors.joining(", ")));
        }
        return kind;
    }

    @Override
    public String toString() {
        return word;
    }
}
