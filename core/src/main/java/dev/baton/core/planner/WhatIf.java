package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Settings;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The same cluster, a little different.
final class WhatIf {
    private WhatIf() {}

    /// Returns the image with one more empty node, like the first that may run groups and last in order; empty when
    /// the cluster has none to be like.
    static Optional<ClusterImage> oneMoreNode(ClusterImage image) {
        Optional<NodeImage> model = image.members().stream().filter(NodeImage::up).findFirst();
        return model.map(like -> image.with(new NodeImage(new NodeId(unused(image)), like.address(), false, false,
                like.membership(), like.incarnation(), like.bootId(), Collections.emptySortedMap(), like.facts())));
    }

    private static String unused(ClusterImage image) {
        String name = "zzz-one-more";
        while (image.nodes().containsKey(new NodeId(name))) {
            name = "z" + name;
        }
        return name;
    }

    /// Returns the image with groups allowed to share a node.
    static ClusterImage sharing(ClusterImage image) {
        Settings settings = image.settings();
        return image.withSettings(new Settings(settings.name(), false, settings.fencing()));
    }

    /// Returns the image with every node a possible owner of every group.
    static ClusterImage anyOwner(ClusterImage image) {
        ClusterImage free = image;
        for (GroupImage g : List.copyOf(image.groups().values())) {
            free = free.with(new GroupImage(g.id(), g.kind(), g.parameters(), g.resources(), g.preferred(),
                    new TreeSet<>(), g.critical(), g.intent(), g.placement(), g.claim(), g.report(), g.format()));
        }
        return free;
    }
}
