package dev.baton.simulator.check;

import dev.baton.agent.host.HeldKey;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Claim;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Version;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Watcher;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Formats never go back and data is never opened by a version that cannot open it; nothing opens data while a job
/// converts it, and no job converts data that is open; a conversion of data that declares a backup has a fresh one.
public final class Data implements Watcher {

    private final Cluster cluster;
    private final Map<String, String> formats = new HashMap<>();
    private final Map<String, TreeMap<NodeId, TreeSet<HeldKey>>> open = new HashMap<>();
    private final TreeMap<String, NodeId> converting = new TreeMap<>();
    private final TreeSet<String> saved = new TreeSet<>();

    /// Makes the checker of a cluster.
    public Data(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void started(NodeId node, HeldKey key, SortedMap<String, String> environment) {
        String group = key.group().value();
        if (!cluster.isOfData(key)) {
            return;
        }
        open.computeIfAbsent(group, _ -> new TreeMap<>()).computeIfAbsent(node, _ -> new TreeSet<>()).add(key);
        if (!cluster.opens(node, new GroupId(group))) {
            cluster.breach("fit", group + ", whose data is at " + cluster.workshop().format(group) + ", starts on "
                    + node + ", which has " + version(node, group));
        }
        if (converting.containsKey(group) && !excused(converting.get(group))) {
            cluster.breach("conversion", group + " starts on " + node + " while " + converting.get(group)
                    + " converts its data");
        }
        look();
    }

    private String version(NodeId node, String group) {
        return cluster.workshop().version(node.value(), cluster.kindOf(new GroupId(group)).product().value());
    }

    private boolean excused(NodeId node) {
        return cluster.scene().clockBeyond() || cluster.machine(node).host().alive().stream()
                .allMatch(cluster.machine(node).host()::excused);
    }

    @Override
    public void ended(NodeId node, HeldKey key) {
        if (cluster.isOfData(key)) {
            TreeMap<NodeId, TreeSet<HeldKey>> of = open.getOrDefault(key.group().value(), new TreeMap<>());
            of.getOrDefault(node, new TreeSet<>()).remove(key);
            of.values().removeIf(TreeSet::isEmpty);
        }
        if (key.resource().value().equals("convert")) {
            converting.remove(key.group().value());
        }
        look();
    }

    @Override
    public void begins(NodeId node, String command, SortedMap<String, String> environment) {
        String group = environment.getOrDefault("BATON_GROUP", "");
        if (command.equals("convert")) {
            converting.put(group, node);
            String to = environment.getOrDefault("BATON_TO", "");
            if (!version(node, group).startsWith(to)) {
                cluster.breach("fit", group + " is converted to " + to + " on " + node + ", which has "
                        + version(node, group));
            }
            open.getOrDefault(group, new TreeMap<>()).keySet().stream().filter(other -> !excused(other)).findFirst()
                    .ifPresent(other -> cluster.breach("conversion", group + " is converted on " + node
                            + " while it is open on " + other));
            boolean needed = cluster.kindOf(new GroupId(group)).backup().filter(Kind.Backup::required).isPresent();
            if (needed && !saved.contains(group)) {
                cluster.breach("backup", group + " is converted without a backup");
            }
        }
        look();
    }

    @Override
    public void ends(NodeId node, String command, SortedMap<String, String> environment) {
        String group = environment.getOrDefault("BATON_GROUP", "");
        if (command.equals("backup")) {
            saved.add(group);
        }
        if (command.equals("convert")) {
            converted(node, new GroupId(group));
        }
        look();
    }

    /// A machine that was frozen as a whole goes on with a conversion while the group is another node's by now: only
    /// fencing could keep it from that.
    private void converted(NodeId node, GroupId group) {
        HeldKey key = HeldKey.ofJob(group, "convert");
        boolean own = cluster.tree().value(Paths.claim(group), Claim.class).filter(claim -> claim.node().equals(node))
                .isPresent();
        if (!own && cluster.machine(node).host().excused(key)) {
            cluster.beyondProtection(group + " is converted on " + node + ", which was frozen");
        }
    }

    @Override
    public void end() {
        look();
    }

    private void look() {
        cluster.document().groups().keySet().forEach(id -> {
            String now = cluster.workshop().format(id.value());
            String before = formats.getOrDefault(id.value(), now);
            if (!now.equals(before) && new Version(now).compareTo(new Version(before)) < 0) {
                cluster.breach("formats", "the data of " + id + " went back from " + before + " to " + now);
            }
            formats.put(id.value(), now);
        });
    }
}
