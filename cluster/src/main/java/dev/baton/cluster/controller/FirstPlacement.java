package dev.baton.cluster.controller;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.placement.Decision;
import dev.baton.core.placement.Placements;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Places groups that were never placed. When machines start together, the first to join must not get what prefers the
/// second: a group goes at once to its first preferred node, anywhere once every member is up and has read its
/// versions, and otherwise waits for [#PATIENCE] (soft: a new leader waits anew).
final class FirstPlacement {

    /// Longer than machines that are started together differ, shorter than a person's.
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Map<GroupId, Instant> since = new HashMap<>();

    void decide(Turn turn) {
        ClusterImage image = turn.image();
        boolean complete = image.members().stream().allMatch(node -> node.up() && knows(image, node));
        for (Decision decision : Placements.initial(image)) {
            GroupImage group = image.group(decision.group());
            Instant first = since.computeIfAbsent(group.id(), _ -> turn.bootTime());
            boolean patient = turn.bootTime().isBefore(first.plus(PATIENCE));
            switch (decision) {
                case Decision.Place(_, var node, var because) -> {
                    boolean wanted = group.preferred().stream().findFirst().filter(node::equals).isPresent();
                    if (complete || wanted || !patient) {
                        since.remove(group.id());
                        turn.place(group.id(), decision.appliedTo(group.placement()), List.of(), List.of(),
                                Note.of(EventKind.GROUP_PLACED, group.id(), group.id() + " goes to " + node + ": "
                                        + because));
                    }
                }
                case Decision.Nowhere _ -> {
                    Placement after = Takeover.placement(decision, group);
                    if (!patient && !after.equals(group.placement())) {
                        turn.place(group.id(), after, List.of(), List.of(),
                                Note.of(EventKind.GROUP_FAILED, group.id(), group.id() + " is Failed: "
                                        + after.because()));
                    }
                }
            }
        }
    }

    /// A node that has just joined has not read its versions yet, and may have no group before.
    private static boolean knows(ClusterImage image, NodeImage node) {
        return image.kinds().values().stream().filter(kind -> kind.version().isPresent())
                .allMatch(kind -> node.version(kind.product()).isPresent());
    }

    /// Returns when the next group loses its patience.
    Optional<Instant> next() {
        return since.values().stream().map(first -> first.plus(PATIENCE)).min(Instant::compareTo);
    }
}
