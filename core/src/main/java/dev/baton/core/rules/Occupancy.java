package dev.baton.core.rules;

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
    /// @param others groups that are on the node or are to come there; the group itself is in nobody's way
    public static Optional<PlacementReason> against(ClusterImage image, GroupImage group, NodeImage node,
            Collection<GroupImage> others) {
        for (GroupImage other : others) {
            if (other.id().equals(group.id())) {
                continue;
            }
            if (image.settings().oneGroupPerNode()) {
                return Optional.of(new PlacementReason.Occupied(node.id(), other.id()));
            }
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
        for (Map.Entry<String, Long> needed : group.terms().demand().byName().entrySet()) {
            Long has = node.capacity().byName().get(needed.getKey());
            if (has != null && needed.getValue() > 0) {
                long taken = 0;
                for (GroupImage other : others) {
                    taken += other.id().equals(group.id()) ? 0 : other.terms().demand().get(needed.getKey());
                }
                if (taken + needed.getValue() > has) {
                    return Optional.of(new PlacementReason.NoRoom(node.id(), group.id(), needed.getKey(),
                            needed.getValue(), taken, has));
                }
            }
        }
        return Optional.empty();
    }
}
