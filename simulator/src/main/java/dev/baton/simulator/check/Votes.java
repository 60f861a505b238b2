package dev.baton.simulator.check;

import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.NodeId;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Watcher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// The majority of votes is never lost by an own act: when a machine is restarted on purpose, enough others work, or
/// nobody could know better: they did a moment ago, or no leader has been there for long enough to declare them dead.
/// A cluster that never had a vote to spare loses it with every restart, and says so before.
public final class Votes implements Watcher {

    private static final long MOMENT = 15_000_000_000L;

    private final Cluster cluster;
    private final Map<NodeId, Long> worked = new HashMap<>();

    /// Makes the checker of a cluster.
    public Votes(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void committed(Transaction transaction) {
        cluster.machines().forEach((node, machine) -> {
            if (machine.works()) {
                worked.put(node, cluster.time().elapsed());
            }
        });
    }

    private boolean notDeclaredDead(NodeId node) {
        return cluster.tree().value(Paths.heartbeat(node), Heartbeat.class).filter(beat -> !beat.dead()).isPresent();
    }

    @Override
    public void begins(NodeId node, String command, SortedMap<String, String> environment) {
        if (!command.equals("restart")) {
            return;
        }
        List<NodeId> voters = cluster.document().nodes().entrySet().stream().filter(each -> each.getValue().voter())
                .map(Map.Entry::getKey).toList();
        long majority = voters.size() / 2 + 1L;
        boolean spare = voters.stream().filter(each -> !cluster.scene().off().contains(each)).count() > majority;
        if (!spare || !voters.contains(node)) {
            return;
        }
        long others = voters.stream().filter(other -> !other.equals(node)
                && (cluster.time().elapsed() - worked.getOrDefault(other, Long.MIN_VALUE / 2) < MOMENT
                || notDeclaredDead(other))).count();
        if (others < majority && others + 1 >= majority) {
            cluster.breach("votes", node + " is restarted while only " + others + " others of "
                    + voters.size() + " votes work");
        }
    }
}
