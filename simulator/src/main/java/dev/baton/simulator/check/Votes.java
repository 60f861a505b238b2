package dev.baton.simulator.check;

import dev.baton.coordination.Transaction;
import dev.baton.core.model.NodeId;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Watcher;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/// The majority of votes is never lost by an own act: when a machine is restarted on purpose, enough others work, or
/// did a moment ago, so that nobody could know better.
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

    @Override
    public void begins(NodeId node, String command, SortedMap<String, String> environment) {
        if (!command.equals("restart")) {
            return;
        }
        long others = worked.entrySet().stream().filter(other -> !other.getKey().equals(node)
                && cluster.time().elapsed() - other.getValue() < MOMENT).count();
        long majority = cluster.machines().size() / 2 + 1L;
        if (others < majority && others + 1 >= majority) {
            cluster.breach("votes", node + " is restarted while only " + others + " others of "
                    + cluster.machines().size() + " votes work");
        }
    }
}
