package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who fails over to where if the group's owner were lost now. All groups of the lost node are looked at together,
/// since they compete for the same nodes; groups of other nodes stay where they are.
///
/// @param takeovers by group; every group of the image has one
public record Cover(SortedMap<GroupId, Takeover> takeovers) {

    public Cover {
        takeovers = Collections.unmodifiableSortedMap(new TreeMap<>(takeovers));
    }

    /// Returns the cover of every group against the loss of its own owner.
    public static Cover of(ClusterImage image) {
        TreeMap<GroupId, Takeover> all = new TreeMap<>();
        TreeSet<NodeId> owners = new TreeSet<>();
        image.groups().values().forEach(group -> {
            all.put(group.id(), new Takeover.Idle());
            group.owner().ifPresent(owners::add);
        });
        Occupancy occupancy = Occupancy.of(image);
        owners.forEach(owner -> all.putAll(afterLossOf(image, occupancy, Set.of(owner))));
        return new Cover(all);
    }

    /// Returns what becomes of the groups of `lost` when these nodes are lost together: the most groups that find a
    /// node, critical ones first, then by name; each goes to its preferred owners first, then to a node without holds,
    /// then to the one with the fewest groups, then by name.
    public static SortedMap<GroupId, Takeover> afterLossOf(ClusterImage image, Set<NodeId> lost) {
        return afterLossOf(image, Occupancy.of(image), lost);
    }

    private static SortedMap<GroupId, Takeover> afterLossOf(ClusterImage image, Occupancy occupancy,
            Set<NodeId> lost) {
        return new Displacement(image, occupancy, lost).assign();
    }

    /// Returns where the group fails over to; empty when nowhere, or when nothing has to.
    ///
    /// @throws IllegalArgumentException if the image had no such group
    public Optional<NodeId> target(GroupId group) {
        return of(group).target();
    }

    /// Returns what becomes of the group.
    ///
    /// @throws IllegalArgumentException if the image had no such group
    public Takeover of(GroupId group) {
        Takeover takeover = takeovers.get(group);
        if (takeover == null) {
            throw new IllegalArgumentException("the cover knows no group " + group);
        }
        return takeover;
    }

    /// Returns the groups that nobody could take.
    public SortedSet<GroupId> uncovered() {
        TreeSet<GroupId> found = new TreeSet<>();
        takeovers.forEach((group, takeover) -> {
            if (takeover.uncovered()) {
                found.add(group);
            }
        });
        return found;
    }

    /// Which groups are on each node or on their way to it.
    ///
    /// @param byNode in order of the groups' names
    private record Occupancy(Map<NodeId, List<GroupImage>> byNode) {

        static Occupancy of(ClusterImage image) {
            Map<NodeId, List<GroupImage>> byNode = new HashMap<>();
            for (GroupImage group : image.groups().values()) {
                Set<NodeId> bound = new HashSet<>();
                group.owner().ifPresent(bound::add);
                group.placement().owner().ifPresent(bound::add);
                bound.forEach(node -> byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(group));
            }
            return new Occupancy(byNode);
        }

        List<GroupImage> on(NodeId node) {
            return byNode.getOrDefault(node, List.of());
        }
    }

    /// One loss: groups in order of urgency are matched to nodes. With one group per node it is a bipartite matching by
    /// augmenting paths (Kuhn): a group that found a node keeps one, so urgent groups never lose theirs to later ones.
    private static final class Displacement {
        private final ClusterImage image;
        private final Occupancy occupancy;
        private final Set<NodeId> lost;
        private final List<GroupImage> displaced;
        private final Map<NodeId, GroupImage> takes = new HashMap<>();
        private final Map<NodeId, Integer> load = new HashMap<>();
        private final Map<GroupId, NodeId> target = new HashMap<>();

        Displacement(ClusterImage image, Occupancy occupancy, Set<NodeId> lost) {
            this.image = image;
            this.occupancy = occupancy;
            this.lost = lost;
            this.displaced = lost.stream().flatMap(node -> occupancy.on(node).stream()).distinct()
                    .filter(group -> group.intent().online()
                            && group.owner().filter(lost::contains).isPresent())
                    .sorted(Comparator.comparing(GroupImage::critical).reversed()
                            .thenComparing(GroupImage::id)).toList();
        }

        SortedMap<GroupId, Takeover> assign() {
            for (GroupImage group : displaced) {
                if (image.settings().oneGroupPerNode()) {
                    augment(group, new HashSet<>());
                } else {
                    candidates(group).stream().findFirst().ifPresent(node -> {
                        target.put(group.id(), node);
                        load.merge(node, 1, Integer::sum);
                    });
                }
            }
            TreeMap<GroupId, Takeover> all = new TreeMap<>();
            displaced.forEach(group -> all.put(group.id(), Optional.ofNullable(target.get(group.id()))
                    .<Takeover>map(Takeover.To::new).orElseGet(() -> new Takeover.Nobody(reasons(group)))));
            return all;
        }

        private boolean augment(GroupImage group, Set<NodeId> visited) {
            for (NodeId node : candidates(group)) {
                if (visited.add(node)) {
                    GroupImage present = takes.get(node);
                    if (present == null || augment(present, visited)) {
                        takes.put(node, group);
                        target.put(group.id(), node);
                        return true;
                    }
                }
            }
            return false;
        }

        private List<NodeId> candidates(GroupImage group) {
            return image.nodes().values().stream()
                    .filter(node -> reasonAgainst(group, node).isEmpty())
                    .sorted(Comparator.comparingInt((NodeImage node) -> rank(group, node))
                            .thenComparing(NodeImage::held).thenComparingInt(this::groupsOn)
                            .thenComparing(NodeImage::id))
                    .map(NodeImage::id).toList();
        }

        private static int rank(GroupImage group, NodeImage node) {
            int place = group.preferred().indexOf(node.id());
            return place < 0 ? Integer.MAX_VALUE : place;
        }

        private int groupsOn(NodeImage node) {
            return occupancy.on(node.id()).size() + load.getOrDefault(node.id(), 0);
        }

        private Optional<PlacementReason> reasonAgainst(GroupImage group, NodeImage node) {
            if (lost.contains(node.id())) {
                return Optional.of(new PlacementReason.NotUp(node.id(), Membership.DOWN));
            }
            if (image.settings().oneGroupPerNode()) {
                Optional<GroupImage> present = occupancy.on(node.id()).stream()
                        .filter(other -> !displaced.contains(other)).findFirst();
                if (present.isPresent() && !node.witness()) {
                    return Optional.of(new PlacementReason.Occupied(node.id(), present.get().id()));
                }
            }
            return Receiving.reasonAgainst(image, group, node);
        }

        private List<PlacementReason> reasons(GroupImage group) {
            List<PlacementReason> reasons = new ArrayList<>();
            for (NodeImage node : image.nodes().values()) {
                reasonAgainst(group, node).or(() -> Optional.ofNullable(takes.get(node.id()))
                        .map(other -> new PlacementReason.TakenBy(node.id(), other.id()))).ifPresent(reasons::add);
            }
            return reasons;
        }
    }
}
