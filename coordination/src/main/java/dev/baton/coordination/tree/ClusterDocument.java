package dev.baton.coordination.tree;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Settings;
import dev.baton.core.model.SharedMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A whole configuration, as the files say it and before it is applied: what exists, not how it is.
///
/// @param kinds  every kind that a group is of
/// @param nodes  members and witnesses
/// @param groups with parameters filled in
public record ClusterDocument(Settings settings, List<Kind> kinds, SortedMap<NodeId, NodeDefinition> nodes,
        SortedMap<GroupId, GroupDefinition> groups) {

    public ClusterDocument {
        kinds = List.copyOf(kinds);
        nodes = SharedMap.copyOf(nodes);
        groups = SharedMap.copyOf(groups);
    }

    /// Returns the configuration that a cluster has: what applying nothing would leave.
    public static ClusterDocument of(ClusterImage image) {
        TreeMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        image.nodes().values().forEach(node -> nodes.put(node.id(), new NodeDefinition(node.address(), node.voter(),
                node.witness(), node.capacity())));
        TreeMap<GroupId, GroupDefinition> groups = new TreeMap<>();
        image.groups().values().forEach(group -> groups.put(group.id(), new GroupDefinition(group.kind(),
                group.parameters(), group.resources(), group.preferred(), group.possible(), group.critical(),
                group.terms())));
        return new ClusterDocument(image.settings(), List.copyOf(image.kinds().values()), nodes, groups);
    }
}
