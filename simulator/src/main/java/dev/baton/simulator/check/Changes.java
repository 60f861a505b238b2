package dev.baton.simulator.check;

import dev.baton.agent.host.HeldKey;
import dev.baton.core.model.NodeId;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Watcher;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// An install never meets an active workload on its node, and nothing becomes active there while it runs; one node is
/// changed at a time; nothing is changed a second time: an install begins on the version that it is for, a conversion
/// on the format that it is for, and never two at once on one thing.
public final class Changes implements Watcher {

    private static final List<String> OF_NODE = List.of("install", "undo", "restart");

    private final Cluster cluster;
    private final TreeMap<NodeId, Change> changing = new TreeMap<>();

    /// @param boot of the machine: a command dies with it
    private record Change(String command, String boot) {}

    /// Makes the checker of a cluster.
    public Changes(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void begins(NodeId node, String command, SortedMap<String, String> environment) {
        if (OF_NODE.contains(command)) {
            ofNode(node, command, environment);
        } else if (command.equals("convert")) {
            String group = environment.getOrDefault("BATON_GROUP", "");
            String format = cluster.workshop().format(group);
            if (cluster.workshop().torn(group)) {
                cluster.breach("once", "the conversion of " + group + " begins on data that an earlier one left torn");
            }
            if (!format.equals(environment.getOrDefault("BATON_FROM", ""))) {
                cluster.breach("once", "the conversion of " + group + " begins on data that is at " + format);
            }
        }
    }

    private void ofNode(NodeId node, String command, SortedMap<String, String> environment) {
        List<HeldKey> alive = cluster.machine(node).host().alive().stream()
                .filter(key -> cluster.document().groups().containsKey(key.group())).toList();
        if (!alive.isEmpty()) {
            cluster.breach("empty before install", command + " begins on " + node + " while " + alive + " runs there");
        }
        changing.entrySet().removeIf(entry -> !cluster.machine(entry.getKey()).host().bootId()
                .equals(entry.getValue().boot()));
        if (command.equals("restart")) {
            return;
        }
        String version = cluster.workshop().version(node.value(), environment.getOrDefault(PRODUCT, ""));
        if (!version.equals(environment.getOrDefault("BATON_FROM", ""))) {
            cluster.breach("once", command + " from " + environment.get("BATON_FROM") + " begins on " + node
                    + ", which has " + version);
        }
        if (changing.containsKey(node)) {
            cluster.breach("once", command + " begins on " + node + " while " + changing.get(node).command()
                    + " runs there");
        }
        List<NodeId> others = changing.keySet().stream().filter(other -> !other.equals(node)).toList();
        if (others.size() >= cluster.scene().atOnce()) {
            cluster.breach("one at a time", command + " begins on " + node + " while " + others.stream()
                    .map(NodeId::value).collect(Collectors.joining(" and ")) + " is changed");
        }
        changing.put(node, new Change(command, cluster.machine(node).host().bootId()));
    }

    @Override
    public void ends(NodeId node, String command, SortedMap<String, String> environment) {
        if (OF_NODE.contains(command)) {
            changing.remove(node);
        }
    }

    @Override
    public void started(NodeId node, HeldKey key, SortedMap<String, String> environment) {
        Change change = changing.get(node);
        boolean ofGroup = cluster.document().groups().containsKey(key.group());
        if (ofGroup && change != null && change.boot().equals(cluster.machine(node).host().bootId())) {
            cluster.breach("empty before install", key + " starts on " + node + " while " + change.command()
                    + " runs there");
        }
    }
}
