package dev.baton.cluster.runner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.Candidates;
import dev.baton.core.rules.Candidates.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Moves that bring groups back to the owners that they had: each straight to its own node once that may have it; where
/// groups wait for one another in a ring, one of them makes room on a third node first. Moves are few, not least.
final class Homeward {

    private Homeward() {}

    /// @param then the owners that are wanted
    /// @param now  where the groups are
    static List<Step.Move> moves(ClusterImage then, ClusterImage now) {
        List<Step.Move> moves = new ArrayList<>();
        ClusterImage image = now;
        for (int i = 0; i < 2 * now.groups().size(); i++) {
            Optional<Step.Move> next = straight(then, image);
            if (next.isEmpty()) {
                next = aside(then, image);
            }
            if (next.isEmpty()) {
                break;
            }
            moves.add(next.get());
            image = Projection.project(image, next.get());
        }
        return moves;
    }

    private static Optional<Step.Move> straight(ClusterImage then, ClusterImage image) {
        return away(then, image).stream().flatMap(group -> home(then, image, group).filter(node -> legal(image, group)
                .contains(node)).map(node -> move(group, node)).stream()).findFirst();
    }

    private static Optional<Step.Move> aside(ClusterImage then, ClusterImage image) {
        return away(then, image).stream().flatMap(group -> legal(image, group).stream()
                .filter(node -> !group.owner().equals(Optional.of(node))).map(node -> move(group, node))).findFirst();
    }

    private static List<GroupImage> away(ClusterImage then, ClusterImage image) {
        return image.groups().values().stream().filter(group -> group.owner().isPresent()
                && home(then, image, group).filter(node -> !group.owner().equals(Optional.of(node))).isPresent())
                .toList();
    }

    private static Optional<NodeId> home(ClusterImage then, ClusterImage image, GroupImage group) {
        return Optional.ofNullable(then.groups().get(group.id())).flatMap(GroupImage::owner)
                .filter(node -> welcome(image, node));
    }

    /// Returns whether planned moves to the node are possible, as far as it and others' holds go.
    static boolean welcome(ClusterImage image, NodeId id) {
        NodeImage node = image.nodes().get(id);
        return node != null && node.up() && node.heldAtMostBy(Projection.RUN_HOLD);
    }

    private static List<NodeId> legal(ClusterImage image, GroupImage group) {
        return Candidates.legal(image, group, Purpose.PLANNED);
    }

    private static Step.Move move(GroupImage group, NodeId to) {
        return new Step.Move(group.id(), group.owner().orElseThrow(), to);
    }
}
