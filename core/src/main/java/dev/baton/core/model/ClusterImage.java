package dev.baton.core.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The whole cluster as one immutable value: what planner, prover, placement, laws, screens and the controller look at.
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
        kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
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

    /// Returns the groups whose claim names the node.
    public List<GroupImage> ownedBy(NodeId node) {
        return groups.values().stream().filter(group -> group.owner().equals(Optional.of(node))).toList();
    }

    /// Returns the groups that are on the node or on their way to it: by claim or by placement.
    public List<GroupImage> boundTo(NodeId node) {
        return groups.values().stream().filter(group -> group.owner().equals(Optional.of(node))
                || group.placement().owner().equals(Optional.of(node))).toList();
    }

    /// Returns whether the version of the group's product on the node can open the group's data (law 2). A kind whose
    /// data is compatible and that names no way to read a version fits everywhere.
    public boolean fits(GroupImage group, NodeImage node) {
        Kind kind = kindOf(group);
        return node.version(kind.product()).map(version -> kind.opens(version, group.format()))
                .orElse(kind.fitsAnywhere(group.format()));
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
        TreeMap<KindId, Kind> changed = new TreeMap<>(kinds);
        changed.put(kind.id(), kind);
        return new ClusterImage(revision, settings, level, changed, nodes, groups);
    }

    /// Returns this image with the node added or replaced.
    public ClusterImage with(NodeImage node) {
        TreeMap<NodeId, NodeImage> changed = new TreeMap<>(nodes);
        changed.put(node.id(), node);
        return new ClusterImage(revision, settings, level, kinds, changed, groups);
    }

    /// Returns this image with the group added or replaced.
    public ClusterImage with(GroupImage group) {
        TreeMap<GroupId, GroupImage> changed = new TreeMap<>(groups);
        changed.put(group.id(), group);
        return new ClusterImage(revision, settings, level, kinds, nodes, changed);
    }

    /// Returns this image without the kind.
    public ClusterImage without(KindId kind) {
        TreeMap<KindId, Kind> changed = new TreeMap<>(kinds);
        changed.remove(kind);
        return new ClusterImage(revision, settings, level, changed, nodes, groups);
    }

    /// Returns this image without the node.
    public ClusterImage without(NodeId node) {
        TreeMap<NodeId, NodeImage> changed = new TreeMap<>(nodes);
        changed.remove(node);
        return new ClusterImage(revision, settings, level, kinds, changed, groups);
    }

    /// Returns this image without the group.
    public ClusterImage without(GroupId group) {
        TreeMap<GroupId, GroupImage> changed = new TreeMap<>(groups);
        changed.remove(group);
        return new ClusterImage(revision, settings, level, kinds, nodes, changed);
    }
}
