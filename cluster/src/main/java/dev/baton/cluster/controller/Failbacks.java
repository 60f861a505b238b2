package dev.baton.cluster.controller;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeId;
import dev.baton.core.placement.Decision;
import dev.baton.core.placement.Placements;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Brings groups back that failed over, when their preferred owner may have them again and their policy says that it is
/// time. A group that a person moved stays where it was put; so does one that failed on that owner and was not cleared.
/// Nothing returns while a run is on: its plan has the say.
final class Failbacks {

    private Failbacks() {}

    static void decide(Turn turn, boolean runIsOn) {
        if (runIsOn || turn.image().groups().values().stream().noneMatch(group -> due(group, turn.wallTime()))) {
            return;
        }
        for (Decision decision : Placements.failback(turn.image())) {
            if (decision instanceof Decision.Place(var id, var node, var because)) {
                GroupImage group = turn.image().group(id);
                if (due(group, turn.wallTime()) && settled(group) && !failedThere(turn, group, node)) {
                    turn.place(id, decision.appliedTo(group.placement()), List.of(), List.of(),
                            Note.of(EventKind.FAILBACK, id, id + " returns to " + node + ": " + because));
                }
            }
        }
    }

    private static boolean due(GroupImage group, Instant now) {
        return Placements.byFailover(group.placement()) && group.terms().failback().allows(now);
    }

    private static boolean settled(GroupImage group) {
        return !(group.format() instanceof Format.Converting)
                && (group.state() instanceof GroupState.Online || group.state() instanceof GroupState.Partial);
    }

    private static boolean failedThere(Turn turn, GroupImage group, NodeId node) {
        return Failures.of(turn.tree(), group.id()).nodes().contains(node);
    }

    /// Returns when the next group that failed over may return, in wall-clock time.
    static Optional<Instant> next(ClusterImage image, Instant now) {
        return image.groups().values().stream().filter(group -> Placements.byFailover(group.placement()))
                .flatMap(group -> group.terms().failback().next(now).stream()).min(Instant::compareTo);
    }
}
