package dev.baton.core.rules;

import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Label;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which groups are on each node or on their way to it, online or not.
///
/// @param byNode in order of the groups' names; nodes without groups are left out
public record Occupancy(Map<NodeId, List<GroupImage>> byNode) {

    /// Returns the occupancy of every node, by claim and by placement.
    public static Occupancy of(ClusterImage image) {
        Map<NodeId, List<GroupImage>> byNode = new HashMap<>();
        for (GroupImage group : image.groups().values()) {
            Set<NodeId> bound = new HashSet<>();
            group.owner().ifPresent(bound::add);
            group.placement().owner().ifPresent(bound::add);
            bound.forEach(node -> byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(group));
        }
        return new Occupancy(byNode);
    }

    /// Returns the groups of a node.
    public List<GroupImage> on(NodeId node) {
        return byNode.getOrDefault(node, List.of());
    }

    /// Returns why the group finds no room on the node beside the others: one group per node, labels that keep apart,
    /// capacity, in this order; empty when it does.
    ///
    /// @param others groups that are on the node or are to come there; never the group itself
    public static Optional<PlacementReason> against(ClusterImage image, GroupImage group, NodeImage node,
            Collection<GroupImage> others) {
        if (others.isEmpty() && group.terms().demand().isEmpty()) {
            return Optional.empty();
        }
        if (image.settings().oneGroupPerNode() && !others.isEmpty()) {
            return others.stream().findFirst().map(other -> new PlacementReason.Occupied(node.id(), other.id()));
        }
        for (GroupImage other : others) {
            Optional<Label> clash = group.terms().clash(other.terms());
            if (clash.isPresent()) {
                return Optional.of(new PlacementReason.KeptApart(node.id(), other.id(), clash.get()));
            }
        }
        return room(group, node, others);
    }

    private static Optional<PlacementReason> room(GroupImage group, NodeImage node, Collection<GroupImage> others) {
        if (node.capacity().isEmpty() || group.terms().demand().isEmpty()) {
            return Optional.empty();
        }
        Amounts taken = others.stream().map(other -> other.terms().demand()).reduce(Amounts.NONE, Amounts::plus);
        return node.capacity().exceededBy(taken, group.terms().demand()).map(what -> new PlacementReason.NoRoom(
                node.id(), group.id(), what, group.terms().demand().get(what), taken.get(what),
                node.capacity().get(what)));
    }
}
