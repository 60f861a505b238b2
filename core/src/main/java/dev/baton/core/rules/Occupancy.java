package dev.baton.core.rules;

import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Label;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which groups are on each node or on their way to it, online or not. What was asked is remembered; not thread-safe.
public final class Occupancy {
    private final ClusterImage image;
    private final Map<NodeId, List<GroupImage>> known = new HashMap<>();
    private List<NodeImage> emptiest = List.of();

    private Occupancy(ClusterImage image) {
        this.image = image;
    }

    /// Returns the occupancy of every node, by claim and by placement.
    public static Occupancy of(ClusterImage image) {
        return new Occupancy(image);
    }

    /// Returns the groups of a node, in order of their names.
    public List<GroupImage> on(NodeId node) {
        List<GroupImage> there = known.get(node);
        if (there == null) {
            there = image.boundTo(node);
            known.put(node, there);
        }
        return there;
    }

    /// Returns all nodes: those without holds first, then the ones with the fewest groups, then by name.
    public List<NodeImage> emptiestFirst() {
        if (emptiest.isEmpty()) {
            Map<NodeId, Integer> count = new HashMap<>();
            image.nodes().keySet().forEach(node -> count.put(node, on(node).size()));
            emptiest = image.nodes().values().stream().sorted(Comparator.comparing(NodeImage::held)
                    .thenComparing(node -> count.getOrDefault(node.id(), 0)).thenComparing(NodeImage::id)).toList();
        }
        return emptiest;
    }

    /// Returns whether it matters to the group what else is on the node.
    public static boolean matters(ClusterImage image, GroupImage group, NodeImage node) {
        return image.settings().oneGroupPerNode() || group.terms().choosy()
                || (!group.terms().demand().isEmpty() && !node.capacity().isEmpty());
    }

    /// Returns why the group finds no room on the node beside the others: one group per node, labels that keep apart,
    /// capacity, in this order; empty when it does.
    ///
    /// @param others groups that are on the node or are to come there; the group itself is in nobody's way
    public static Optional<PlacementReason> against(ClusterImage image, GroupImage group, NodeImage node,
            List<GroupImage> others) {
        if (!image.settings().oneGroupPerNode() && !group.terms().choosy()) {
            return room(group, node, others);
        }
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

    private static Optional<PlacementReason> room(GroupImage group, NodeImage node, List<GroupImage> others) {
        if (node.capacity().isEmpty() || group.terms().demand().isEmpty()) {
            return Optional.empty();
        }
        Amounts demand = group.terms().demand();
        for (String name : demand.byName().keySet()) {
            long needed = demand.get(name);
            Long has = node.capacity().byName().get(name);
            if (has != null && needed > 0) {
                long taken = 0;
                // Asked for every move: without an iterator for each.
                for (int i = 0; i < others.size(); i++) {
                    taken += others.get(i).terms().demand().get(name);
                }
                if (taken + needed > has) {
                    Optional<PlacementReason> against = noRoom(group, node, others, name, has);
                    if (against.isPresent()) {
                        return against;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// The same looked at again: the group itself may have been counted among the others.
    private static Optional<PlacementReason> noRoom(GroupImage group, NodeImage node, List<GroupImage> others,
            String name, long has) {
        long needed = group.terms().demand().get(name);
        long taken = 0;
        for (GroupImage other : others) {
            taken += other.id().equals(group.id()) ? 0 : other.terms().demand().get(name);
        }
        return taken + needed <= has ? Optional.empty() : Optional.of(new PlacementReason.NoRoom(node.id(),
                group.id(), name, needed, taken, has));
    }
}
