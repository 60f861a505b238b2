package dev.baton.simulator.rehearsal;

import dev.baton.agent.host.HeldKey;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Watcher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Clients of every group that is meant to be online: they are served while all of it that is meant to run does, on one
/// node, and nobody has silenced them. They count how often it ends because something of it does not run: who is only
/// silent for a while is without, and has no outage.
final class Clients implements Watcher {

    private final Cluster cluster;
    private final TreeMap<GroupId, Map<NodeId, Set<ResourceId>>> alive = new TreeMap<>();
    private final TreeMap<GroupId, Set<ResourceId>> wanted = new TreeMap<>();
    private final TreeMap<GroupId, Integer> outages = new TreeMap<>();
    private final Set<GroupId> served = new HashSet<>();
    private final Set<GroupId> counted = new HashSet<>();
    private final TreeMap<GroupId, Long> since = new TreeMap<>();
    private final List<Without> ended = new ArrayList<>();
    private long without;

    /// A group's clients were left without, and are served again; true time.
    record Without(GroupId group, Instant from, Instant to) {}

    Clients(Cluster cluster) {
        this.cluster = cluster;
    }

    /// Counts from now on, for the groups as they are meant to be now.
    void begin() {
        for (GroupImage group : cluster.image().groups().values()) {
            Set<ResourceId> run = new TreeSet<>(group.resourceIds());
            run.removeAll(group.intendedOffline());
            if (!run.isEmpty()) {
                wanted.put(group.id(), run);
                look(group.id());
            }
        }
        outages.clear();
    }

    /// Returns for how long the clients of all groups together were left without until now.
    Duration without() {
        long now = cluster.time().elapsed();
        return Duration.ofNanos(without + since.values().stream().mapToLong(from -> now - from).sum());
    }

    /// Returns when the clients of groups were left without, as far as they are served again, in the order in which
    /// they are.
    List<Without> ended() {
        return List.copyOf(ended);
    }

    /// Returns how often each group's clients were left without; groups without outage are left out.
    SortedMap<GroupId, Integer> outages() {
        return new TreeMap<>(outages);
    }

    @Override
    public void started(NodeId node, HeldKey key, SortedMap<String, String> environment) {
        alive.computeIfAbsent(key.group(), _ -> new TreeMap<>()).computeIfAbsent(node, _ -> new TreeSet<>())
                .add(key.resource());
        look(key.group());
    }

    @Override
    public void ended(NodeId node, HeldKey key) {
        alive.getOrDefault(key.group(), Map.of()).getOrDefault(node, new TreeSet<>()).remove(key.resource());
        look(key.group());
    }

    /// Users are silent now, or no more.
    @Override
    public void ends(NodeId node, String command, SortedMap<String, String> environment) {
        Optional.ofNullable(environment.get("BATON_GROUP")).map(GroupId::new).ifPresent(this::look);
    }

    private boolean silenced(GroupId group) {
        return cluster.workshop().outside().silent().keySet().stream().anyMatch(user -> user.startsWith(group + " "));
    }

    private void look(GroupId group) {
        Set<ResourceId> run = wanted.getOrDefault(group, Set.of());
        boolean runs = !run.isEmpty() && alive.getOrDefault(group, Map.of()).values().stream()
                .anyMatch(there -> there.containsAll(run));
        if (runs && !silenced(group)) {
            served.add(group);
            counted.remove(group);
            Optional.ofNullable(since.remove(group)).ifPresent(from -> {
                long lasted = cluster.time().elapsed() - from;
                without += lasted;
                ended.add(new Without(group, cluster.time().now().minusNanos(lasted), cluster.time().now()));
            });
            return;
        }
        if (served.remove(group)) {
            since.put(group, cluster.time().elapsed());
        }
        if (!runs && since.containsKey(group) && counted.add(group)) {
            outages.merge(group, 1, Integer::sum);
        }
    }
}
