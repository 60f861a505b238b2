package dev.baton.simulator.rehearsal;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.ClusterLevel;
import dev.baton.coordination.tree.ClusterLevels;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Holds;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Plan;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A simulated cluster that is like a real one, and begins where a plan does: the same owners, intents, holds, versions
/// and formats; who is down there stays off.
///
/// @param image of the real cluster
/// @param plan  for it, dressed
/// @param scene of the simulated one
record Likeness(ClusterImage image, Plan plan, Scene scene) {

    private static final Duration LATENCY = Duration.ofMillis(3);
    private static final Version NO_FORMAT = new Version("0");

    static Likeness of(ClusterImage image, Plan plan) {
        TreeMap<NodeId, SortedMap<ProductId, Version>> versions = new TreeMap<>();
        TreeSet<NodeId> off = new TreeSet<>();
        image.nodes().forEach((id, node) -> {
            versions.put(id, node.facts().versions());
            if (!node.up()) {
                off.add(id);
            }
        });
        TreeMap<GroupId, Version> formats = new TreeMap<>();
        image.groups().forEach((id, group) -> formats.put(id, format(image, group)));
        return new Likeness(image, Dress.plan(plan), new Scene(Dress.document(image), LeaseTimings.PRODUCTION, LATENCY,
                false, true, plan.spec().mayBeOut(), off, versions, formats));
    }

    private static Version format(ClusterImage image, GroupImage group) {
        return switch (group.format()) {
            case Format.At(var version) -> version;
            case Format.Converting(var from, _, _) -> from;
            case Format.Unread _ -> group.owner().flatMap(owner -> image.node(owner).version(image.kindOf(group)
                    .product())).map(image.kindOf(group)::formatOf).orElse(NO_FORMAT);
        };
    }

    /// Writes the tree of the cluster, without its groups, as it is before any daemon lives.
    void found(Cluster cluster) {
        List<Op> ops = new ArrayList<>();
        ClusterDocument document = scene.document();
        Paths.DIRECTORIES.forEach(path -> ops.add(new Op.Create(path, Bytes.EMPTY)));
        put(ops, Paths.CLUSTER, document.settings());
        put(ops, Paths.LEVEL, ClusterLevel.at(Math.min(image.level(), ClusterLevels.BUILD.highest())));
        document.kinds().forEach(kind -> put(ops, Paths.kind(kind.id()), kind));
        document.nodes().forEach((id, node) -> {
            put(ops, Paths.node(id), node);
            put(ops, Paths.holds(id), Holds.of(image.node(id).holds()));
            ops.add(new Op.Create(Paths.jobs(id), Bytes.EMPTY));
            ops.add(new Op.Create(Paths.results(id), Bytes.EMPTY));
            absent(ops, image.node(id));
        });
        cluster.found(new Transaction(ops));
    }

    /// Writes the groups, where they are: to be done when everybody has joined, for a leader places anew what is placed
    /// on a node that it has never seen.
    void populate(Cluster cluster) {
        List<Op> ops = new ArrayList<>();
        scene.document().groups().forEach((id, group) -> {
            put(ops, Paths.group(id), group);
            put(ops, Paths.intent(id), image.group(id).intent());
            put(ops, Paths.placement(id), placement(image.group(id)));
            put(ops, Paths.format(id), image.group(id).format());
            ops.add(new Op.Create(Paths.reports(id), Bytes.EMPTY));
        });
        cluster.found(new Transaction(ops));
    }

    private void absent(List<Op> ops, NodeImage node) {
        if (node.membership() == Membership.DOWN) {
            put(ops, Paths.facts(node.id()), node.facts());
            put(ops, Paths.heartbeat(node.id()), new Heartbeat(1, "before", 0, scene.timings().lease(), true));
        }
    }

    private static Placement placement(GroupImage group) {
        Placement own = group.placement();
        return new Placement(own.owner(), Math.max(own.epoch(), own.owner().isPresent() ? 1 : 0), own.offline(),
                own.because(), own.previous(), own.detachment(), own.unmanaged());
    }

    private static void put(List<Op> ops, NodePath path, Object value) {
        ops.add(new Op.Create(path, Json.write(value)));
    }
}
