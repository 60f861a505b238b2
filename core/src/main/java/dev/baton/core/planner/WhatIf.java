package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Settings;
import dev.baton.core.rules.Cover;
import dev.baton.core.rules.Takeover;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The same cluster, a little different: what planning answers for one more node, one node less, or other rules.
public final class WhatIf {
    private WhatIf() {}

    /// Returns the image with one more empty node, like the first that may run groups and last in order; empty when
    /// the cluster has none to be like.
    public static Optional<ClusterImage> oneMoreNode(ClusterImage image) {
        Optional<NodeImage> model = image.members().stream().filter(NodeImage::up).findFirst();
        return model.map(like -> image.with(new NodeImage(new NodeId(unused(image)), like.address(), false, false,
                like.membership(), like.incarnation(), like.bootId(), Collections.emptySortedMap(), like.facts(),
                like.capacity())));
    }

    /// The cluster counts on: `node5` follows `node4`; other names get one that sorts last.
    private static String unused(ClusterImage image) {
        String last = image.nodes().lastKey().value();
        String digits = last.replaceFirst("^.*?([0-9]*)$", "$1");
        if (!digits.isEmpty() && digits.length() <= 9) {
            String next = last.substring(0, last.length() - digits.length()) + (Integer.parseInt(digits) + 1);
            if (next.compareTo(last) > 0) {
                return next;
            }
        }
        return "zz-" + last;
    }

    /// Returns the image without the node, its groups failed over; empty when some of them would find no node.
    ///
    /// @throws IllegalArgumentException if the cluster has no such node
    public static Optional<ClusterImage> without(ClusterImage image, NodeId node) {
        ClusterImage rest = image;
        for (Map.Entry<GroupId, Takeover> displaced : Cover.afterLossOf(image, Set.of(image.node(node).id()))
                .entrySet()) {
            Optional<NodeId> target = displaced.getValue().target();
            if (target.isEmpty()) {
                return Optional.empty();
            }
            GroupImage group = image.group(displaced.getKey());
            rest = rest.with(group.settledOn(image.node(target.get()),
                    group.placement().movedTo(target.get(), "what if " + node + " were gone")));
        }
        return Optional.of(rest.without(node));
    }

    /// Returns the image with groups allowed to share a node.
    public static ClusterImage sharing(ClusterImage image) {
        Settings settings = image.settings();
        return image.withSettings(new Settings(settings.name(), false, settings.fencing(), settings.device(),
                settings.watch()));
    }

    /// Returns the image with every node a possible owner of every group.
    public static ClusterImage anyOwner(ClusterImage image) {
        ClusterImage free = image;
        for (GroupImage g : List.copyOf(image.groups().values())) {
            free = free.with(g.withPossible(new TreeSet<>()));
        }
        return free;
    }
}
