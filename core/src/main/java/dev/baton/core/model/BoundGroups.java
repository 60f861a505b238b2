package dev.baton.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Groups by name, with the names of the groups that are on each node or on their way to it, of those in the middle of
/// a conversion and of those that start after others, kept up with every change. What it is beyond a map can be derived
/// from the map, so it is equal to any other with the same entries.
final class BoundGroups extends SharedMap<GroupId, GroupImage> {
    private static final GroupId[] NOBODY = {};

    /// The names of each node's groups, in order; never changed.
    private final SharedMap<NodeId, GroupId[]> byNode;
    private final SharedSet<GroupId> converting;
    private final SharedSet<GroupId> dependants;

    private BoundGroups(SharedMap<GroupId, GroupImage> groups, SharedMap<NodeId, GroupId[]> byNode,
            SharedSet<GroupId> converting, SharedSet<GroupId> dependants) {
        super(groups);
        this.byNode = byNode;
        this.converting = converting;
        this.dependants = dependants;
    }

    /// Returns the groups with what is derived from them; the same ones if they have it already.
    static BoundGroups of(SortedMap<GroupId, GroupImage> groups) {
        if (groups instanceof BoundGroups bound) {
            return bound;
        }
        Map<NodeId, List<GroupId>> byNode = new TreeMap<>();
        for (GroupImage group : groups.values()) {
            for (NodeId node : nodes(group)) {
                byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(group.id());
            }
        }
        TreeMap<NodeId, GroupId[]> names = new TreeMap<>();
        byNode.forEach((node, on) -> names.put(node, on.toArray(NOBODY)));
        return new BoundGroups(SharedMap.copyOf(groups), SharedMap.copyOf(names),
                those(groups, BoundGroups::inConversion), those(groups, BoundGroups::depends));
    }

    private static SharedSet<GroupId> those(SortedMap<GroupId, GroupImage> groups, Predicate<GroupImage> which) {
        return SharedSet.copyOf(groups.values().stream().filter(which).map(GroupImage::id).toList());
    }

    /// Returns the names of the groups of a node, in order; to be read only.
    List<GroupId> on(NodeId node) {
        return Arrays.asList(named(byNode, node));
    }

    private static GroupId[] named(SharedMap<NodeId, GroupId[]> places, NodeId node) {
        GroupId[] names = places.get(node);
        return names == null ? NOBODY : names;
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
        GroupImage before = get(id);
        SharedMap<NodeId, GroupId[]> places = byNode;
        if (before == null || !before.owner().equals(group.owner())
                || !before.placement().owner().equals(group.placement().owner())) {
            places = placed(before == null ? byNode : removed(byNode, id, before), id, group);
        }
        return new BoundGroups(super.with(id, group), places,
                inConversion(group) ? converting.with(id) : converting.without(id),
                depends(group) ? dependants.with(id) : dependants.without(id));
    }

    @Override
    public BoundGroups without(GroupId id) {
        GroupImage before = get(id);
        return before == null ? this : new BoundGroups(super.without(id), removed(byNode, id, before),
                converting.without(id), dependants.without(id));
    }

    private static SharedMap<NodeId, GroupId[]> removed(SharedMap<NodeId, GroupId[]> places, GroupId id,
            GroupImage group) {
        SharedMap<NodeId, GroupId[]> changed = places;
        for (NodeId node : nodes(group)) {
            GroupId[] names = named(changed, node);
            int place = Arrays.binarySearch(names, id);
            if (place >= 0) {
                GroupId[] rest = Arrays.copyOf(names, names.length - 1);
                System.arraycopy(names, place + 1, rest, place, rest.length - place);
                changed = changed.with(node, rest);
            }
        }
        return changed;
    }

    private static SharedMap<NodeId, GroupId[]> placed(SharedMap<NodeId, GroupId[]> places, GroupId id,
            GroupImage group) {
        SharedMap<NodeId, GroupId[]> changed = places;
        for (NodeId node : nodes(group)) {
            GroupId[] names = named(changed, node);
            int place = -Arrays.binarySearch(names, id) - 1;
            if (place >= 0) {
                GroupId[] more = Arrays.copyOf(names, names.length + 1);
                System.arraycopy(names, place, more, place + 1, names.length - place);
                more[place] = id;
                changed = changed.with(node, more);
            }
        }
        return changed;
    }

    /// The node of the claim, and the one of the placement where that is another.
    private static List<NodeId> nodes(GroupImage group) {
        NodeId owner = group.owner().orElse(null);
        NodeId towards = group.placement().owner().orElse(null);
        if (owner == null) {
            return towards == null ? List.of() : List.of(towards);
        }
        return towards == null || towards.equals(owner) ? List.of(owner) : List.of(owner, towards);
    }
}
