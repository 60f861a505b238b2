package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

    /// Returns what becomes of the groups of `lost` when these nodes are lost together, by the rules of [Seating].
    public static SortedMap<GroupId, Takeover> afterLossOf(ClusterImage image, Set<NodeId> lost) {
        return afterLossOf(image, Occupancy.of(image), lost);
    }

    private static SortedMap<GroupId, Takeover> afterLossOf(ClusterImage image, Occupancy occupancy,
            Set<NodeId> lost) {
        return Displacement.of(image, occupancy, lost).takeovers();
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

    /// One loss: the groups of the lost nodes look for others, see [Seating].
    private record Displacement(ClusterImage image, Set<NodeId> lost, Seating seating) {

        static Displacement of(ClusterImage image, Occupancy occupancy, Set<NodeId> lost) {
            List<GroupImage> displaced = lost.stream().flatMap(node -> occupancy.on(node).stream()).distinct()
                    .filter(group -> group.intent().online()
                            && group.owner().filter(lost::contains).isPresent()).toList();
            Set<GroupId> leaving = displaced.stream().map(GroupImage::id).collect(Collectors.toSet());
            return new Displacement(image, lost, Seating.of(image, occupancy, displaced, leaving, (group, node) ->
                    !lost.contains(node.id()) && Receiving.reasonAgainst(image, group, node).isEmpty()));
        }

        SortedMap<GroupId, Takeover> takeovers() {
            TreeMap<GroupId, Takeover> all = new TreeMap<>();
            seating.groups().forEach(group -> all.put(group.id(), seating.of(group.id())
                    .<Takeover>map(Takeover.To::new).orElseGet(() -> new Takeover.Nobody(reasons(group)))));
            return all;
        }

        private List<PlacementReason> reasons(GroupImage group) {
            return image.nodes().values().stream().flatMap(node -> reason(group, node).stream()).toList();
        }

        private Optional<PlacementReason> reason(GroupImage group, NodeImage node) {
            if (lost.contains(node.id())) {
                return Optional.of(new PlacementReason.NotUp(node.id(), Membership.DOWN));
            }
            Optional<PlacementReason> staying = node.witness() ? Optional.empty()
                    : seating.againstStaying(group, node);
            return staying.or(() -> Receiving.reasonAgainst(image, group, node))
                    .or(() -> image.settings().oneGroupPerNode() ? seating.seatedOn(node.id())
                            .map(other -> new PlacementReason.TakenBy(node.id(), other.id()))
                            : seating.againstAll(group, node));
        }
    }
}
