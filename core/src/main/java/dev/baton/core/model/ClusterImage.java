package dev.baton.core.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// The whole cluster as one immutable value: what planner, prover, placement, laws, screens and the controller look at.
/// A changed copy shares what did not change ([SharedMap]), so that one step costs the same in a cluster of any size.
///
/// @param revision grows with every change; two images of the same cluster with the same revision are equal
/// @param settings what holds for all of it
/// @param level    the protocol level that all members agreed on
/// @param kinds    by name
/// @param nodes    by name, witnesses included
/// @param groups   by name
public record ClusterImage(long revision, Settings settings, int level, SortedMap<KindId, Kind> kinds,
        SortedMap<NodeId, NodeImage> nodes, SortedMap<GroupId, GroupImage> groups) {

    /// No cluster.
    public static final ClusterImage EMPTY = new ClusterImage(0, Settings.NONE, 1, Collections.emptySortedMap(),
            Collections.emptySortedMap(), Collections.emptySortedMap());

    public ClusterImage {
        kinds = SharedMap.copyOf(kinds);
        nodes = KnownNodes.of(nodes);
        groups = BoundGroups.of(groups);
    }

    /// Returns the node of that name.
    ///
    /// @throws IllegalArgumentException if the cluster has none
    public NodeImage node(NodeId id) {
        NodeImage node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("the cluster has no node " + id);
        }
        return node;
    }

    /// Returns the group of that name.
    ///
    /// @throws IllegalArgumentException if the cluster has none
    public GroupImage group(GroupId id) {
        GroupImage group = groups.get(id);
        if (group == null) {
            throw new IllegalArgumentException("the cluster has no group " + id);
        }
        return group;
    }

    /// Returns the place of the node among all by name, from 0; negative if the cluster has none of that name.
    public int placeOf(NodeId id) {
        return KnownNodes.of(nodes).indexOf(id);
    }

    /// Returns the place of the group among all by name, from 0; negative if the cluster has none of that name.
    public int placeOf(GroupId id) {
        return BoundGroups.of(groups).indexOf(id);
    }

    /// Returns the kind of a group.
    ///
    /// @throws IllegalArgumentException if it is not defined
    public Kind kindOf(GroupImage group) {
        Kind kind = kinds.get(group.kind());
        if (kind == null) {
            throw new IllegalArgumentException("group " + group.id() + " is of kind " + group.kind()
                    + ", which is not defined");
        }
        return kind;
    }

    /// Returns the machines that may run groups, by name.
    public List<NodeImage> members() {
        return nodes.values().stream().filter(node -> !node.witness()).toList();
    }

    /// Returns the nodes with a vote, by name.
    public List<NodeImage> voters() {
        return named(KnownNodes.of(nodes).voters());
    }

    /// Returns the nodes that are not up or are held, witnesses included, by name.
    public List<NodeImage> impaired() {
        return named(KnownNodes.of(nodes).impaired());
    }

    private List<NodeImage> named(List<NodeId> names) {
        List<NodeImage> known = new ArrayList<>(names.size());
        for (NodeId name : names) {
            known.add(node(name));
        }
        return known;
    }

    /// Returns the groups whose claim names the node.
    public List<GroupImage> ownedBy(NodeId node) {
        List<GroupImage> owned = boundTo(node);
        owned.removeIf(group -> !group.isOwnedBy(node));
        return owned;
    }

    /// Returns the groups that are on the node or on their way to it: by claim or by placement.
    public List<GroupImage> boundTo(NodeId node) {
        return BoundGroups.of(groups).on(node);
    }

    /// Returns one of the groups that are on the node or on their way to it.
    public Optional<GroupImage> oneBoundTo(NodeId node) {
        return BoundGroups.of(groups).oneOn(node);
    }

    /// Returns the groups that start after others, by name.
    public List<GroupImage> dependants() {
        SharedSet<GroupId> dependants = BoundGroups.of(groups).dependants();
        return dependants.isEmpty() ? List.of() : dependants.stream().map(this::group).toList();
    }

    /// Returns the groups in the middle of a conversion, by name.
    public List<GroupImage> inConversion() {
        return BoundGroups.of(groups).converting().stream().map(this::group).toList();
    }

    /// Returns whether the version of the group's product on the node can open the group's data (law 2). A kind whose
    /// data is compatible and that names no way to read a version fits everywhere.
    public boolean fits(GroupImage group, NodeImage node) {
        Kind kind = kindOf(group);
        Optional<Version> there = node.version(kind.product());
        return there.isPresent() ? kind.opens(there.get(), group.format()) : kind.fitsAnywhere(group.format());
    }

    public ClusterImage withRevision(long now) {
        return new ClusterImage(now, settings, level, kinds, nodes, groups);
    }

    public ClusterImage withSettings(Settings now) {
        return new ClusterImage(revision, now, level, kinds, nodes, groups);
    }

    public ClusterImage withLevel(int now) {
        return new ClusterImage(revision, settings, now, kinds, nodes, groups);
    }

    /// Returns this image with the kind added or replaced.
    public ClusterImage with(Kind kind) {
        return new ClusterImage(revision, settings, level, SharedMap.copyOf(kinds).with(kind.id(), kind), nodes,
                groups);
    }

    /// Returns this image with the node added or replaced.
    public ClusterImage with(NodeImage node) {
        return new ClusterImage(revision, settings, level, kinds, KnownNodes.of(nodes).with(node.id(), node), groups);
    }

    /// Returns this image with the group added or replaced.
    public ClusterImage with(GroupImage group) {
        return new ClusterImage(revision, settings, level, kinds, nodes,
                BoundGroups.of(groups).with(group.id(), group));
    }

    /// Returns this image with these nodes and groups in the place of its own.
    public ClusterImage withAll(SortedMap<NodeId, NodeImage> allNodes, SortedMap<GroupId, GroupImage> allGroups) {
        return new ClusterImage(revision, settings, level, kinds, allNodes, allGroups);
    }

    /// Returns this image without the kind.
    public ClusterImage without(KindId kind) {
        return new ClusterImage(revision, settings, level, SharedMap.copyOf(kinds).without(kind), nodes, groups);
    }

    /// Returns this image without the node.
    public ClusterImage without(NodeId node) {
        return new ClusterImage(revision, settings, level, kinds, KnownNodes.of(nodes).without(node), groups);
    }

    /// Returns this image without the group.
    public ClusterImage without(GroupId group) {
        return new ClusterImage(revision, settings, level, kinds, nodes, BoundGroups.of(groups).without(group));
    }
}
