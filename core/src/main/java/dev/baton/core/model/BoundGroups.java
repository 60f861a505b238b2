package dev.baton.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Groups by name, with the places of the groups that are on each node or on their way to it, of those in the middle of
/// a conversion and of those that start after others, kept up with every change. What it is beyond a map can be derived
/// from the map, so it is equal to any other with the same entries.
final class BoundGroups extends SharedMap<GroupId, GroupImage> {
    private static final int[] NOBODY = {};

    /// The places of each node's groups among all, in order; never changed.
    private final SharedMap<NodeId, int[]> byNode;
    private final SharedSet<GroupId> converting;
    private final SharedSet<GroupId> dependants;

    private BoundGroups(SharedMap<GroupId, GroupImage> groups, SharedMap<NodeId, int[]> byNode,
            SharedSet<GroupId> converting, SharedSet<GroupId> dependants) {
        super(groups);
        this.byNode = byNode;
        this.converting = converting;
        this.dependants = dependants;
    }

    /// A copy of others with one of them replaced.
    private BoundGroups(BoundGroups others, int index, GroupImage group, SharedMap<NodeId, int[]> byNode,
            SharedSet<GroupId> converting, SharedSet<GroupId> dependants) {
        super(others, index, group);
        this.byNode = byNode;
        this.converting = converting;
        this.dependants = dependants;
    }

    /// Returns the groups with what is derived from them; the same ones if they have it already.
    static BoundGroups of(SortedMap<GroupId, GroupImage> groups) {
        if (groups instanceof BoundGroups bound) {
            return bound;
        }
        SharedMap<GroupId, GroupImage> all = SharedMap.copyOf(groups);
        Map<NodeId, List<Integer>> byNode = new HashMap<>();
        for (int place = 0; place < all.size(); place++) {
            NodeId owner = owner(all.at(place));
            NodeId towards = towards(all.at(place), owner);
            if (owner != null) {
                byNode.computeIfAbsent(owner, _ -> new ArrayList<>()).add(place);
            }
            if (towards != null) {
                byNode.computeIfAbsent(towards, _ -> new ArrayList<>()).add(place);
            }
        }
        return new BoundGroups(all, SharedMap.copyOf(byNode).mapped((_, places) ->
                places.stream().mapToInt(Integer::intValue).toArray()), those(all, BoundGroups::inConversion),
                those(all, BoundGroups::depends));
    }

    private static SharedSet<GroupId> those(SortedMap<GroupId, GroupImage> groups, Predicate<GroupImage> which) {
        return SharedSet.copyOf(groups.values().stream().filter(which).map(GroupImage::id).toList());
    }

    /// Returns the groups of a node, by name.
    List<GroupImage> on(NodeId node) {
        int[] places = byNode.getOrDefault(node, NOBODY);
        List<GroupImage> on = new ArrayList<>(places.length);
        for (int place : places) {
            on.add(at(place));
        }
        return on;
    }

    /// Returns one of the groups of a node.
    Optional<GroupImage> oneOn(NodeId node) {
        int[] places = byNode.getOrDefault(node, NOBODY);
        return places.length == 0 ? Optional.empty() : Optional.of(at(places[0]));
    }

    /// Returns the groups in the middle of a conversion.
    SharedSet<GroupId> converting() {
        return converting;
    }

    /// Returns the groups that start after others.
    SharedSet<GroupId> dependants() {
        return dependants;
    }

    private static boolean depends(GroupImage group) {
        return !group.terms().after().isEmpty();
    }

    private static boolean inConversion(GroupImage group) {
        return group.format() instanceof Format.Converting;
    }

    @Override
    public BoundGroups with(GroupId id, GroupImage group) {
        int index = indexOf(id);
        if (index < 0) {
            int place = -index - 1;
            return new BoundGroups(super.with(id, group), placed(shifted(byNode, place, 1), place, group),
                    inConversion(group) ? converting.with(id) : converting,
                    depends(group) ? dependants.with(id) : dependants);
        }
        GroupImage before = at(index);
        return new BoundGroups(this, index, group,
                placedAlike(before, group) ? byNode : replaced(byNode, index, before, group),
                inConversion(group) ? converting.with(id) : converting.without(id),
                depends(group) ? dependants.with(id) : dependants.without(id));
    }

    private static boolean placedAlike(GroupImage one, GroupImage other) {
        return Objects.equals(owner(one), owner(other)) && one.placement().owner().equals(other.placement().owner());
    }

    @Override
    public BoundGroups without(GroupId id) {
        int index = indexOf(id);
        return index < 0 ? this : new BoundGroups(super.without(id),
                shifted(removed(byNode, index, at(index)), index, -1), converting.without(id), dependants.without(id));
    }

    /// The same when the groups from a place on are that much further on.
    private static SharedMap<NodeId, int[]> shifted(SharedMap<NodeId, int[]> byNode, int from, int by) {
        return byNode.mapped((_, places) -> Arrays.stream(places).map(place -> place < from ? place : place + by)
                .toArray());
    }

    /// The same when the group at a place is another one, which is elsewhere. Most are on one node, then on another.
    private static SharedMap<NodeId, int[]> replaced(SharedMap<NodeId, int[]> byNode, int place, GroupImage before,
            GroupImage group) {
        NodeId from = owner(before);
        NodeId to = owner(group);
        if (from != null && to != null && !from.equals(to) && towards(before, from) == null
                && towards(group, to) == null) {
            int left = byNode.indexOf(from);
            int entered = byNode.indexOf(to);
            if (left >= 0 && entered >= 0) {
                return new SharedMap<>(byNode, left, without(byNode.at(left), place),
                        entered, with(byNode.at(entered), place));
            }
        }
        return placed(removed(byNode, place, before), place, group);
    }

    private static SharedMap<NodeId, int[]> removed(SharedMap<NodeId, int[]> byNode, int place, GroupImage group) {
        NodeId owner = owner(group);
        NodeId towards = towards(group, owner);
        SharedMap<NodeId, int[]> changed = owner == null ? byNode : removed(byNode, place, owner);
        return towards == null ? changed : removed(changed, place, towards);
    }

    private static SharedMap<NodeId, int[]> removed(SharedMap<NodeId, int[]> byNode, int place, NodeId node) {
        int index = byNode.indexOf(node);
        return index < 0 ? byNode : byNode.with(node, without(byNode.at(index), place));
    }

    private static SharedMap<NodeId, int[]> placed(SharedMap<NodeId, int[]> byNode, int place, GroupImage group) {
        NodeId owner = owner(group);
        NodeId towards = towards(group, owner);
        SharedMap<NodeId, int[]> changed = owner == null ? byNode : placed(byNode, place, owner);
        return towards == null ? changed : placed(changed, place, towards);
    }

    private static SharedMap<NodeId, int[]> placed(SharedMap<NodeId, int[]> byNode, int place, NodeId node) {
        return byNode.with(node, with(byNode.getOrDefault(node, NOBODY), place));
    }

    /// The places without one of them; the same when it is not among them.
    private static int[] without(int[] places, int place) {
        int found = Arrays.binarySearch(places, place);
        if (found < 0) {
            return places;
        }
        int[] rest = new int[places.length - 1];
        System.arraycopy(places, 0, rest, 0, found);
        System.arraycopy(places, found + 1, rest, found, rest.length - found);
        return rest;
    }

    /// The places with one more; the same when it is among them.
    private static int[] with(int[] places, int place) {
        int gap = -Arrays.binarySearch(places, place) - 1;
        if (gap < 0) {
            return places;
        }
        int[] more = new int[places.length + 1];
        System.arraycopy(places, 0, more, 0, gap);
        System.arraycopy(places, gap, more, gap + 1, places.length - gap);
        more[gap] = place;
        return more;
    }

    /// The node of the claim.
    private static @Nullable NodeId owner(GroupImage group) {
        return group.claim().isEmpty() ? null : group.claim().get().node();
    }

    /// The node of the placement, where that is another than the one of the claim.
    private static @Nullable NodeId towards(GroupImage group, @Nullable NodeId owner) {
        NodeId towards = group.placement().owner().orElse(null);
        return towards == null || towards.equals(owner) ? null : towards;
    }
}
