package dev.baton.simulator.check;

import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.NodeId;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Watcher;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// No deadline ends after the send time of the heartbeat that is committed, plus the lease that it names; a node that
/// is declared dead gets no deadline in the future.
public final class Leases implements Watcher {

    private final Cluster cluster;
    private final Map<String, Instant> sent = new HashMap<>();

    /// Makes the checker of a cluster.
    public Leases(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void beats(NodeId node, Heartbeat beat, Instant bootTime) {
        sent.put(name(node, beat), bootTime);
    }

    private static String name(NodeId node, Heartbeat beat) {
        return node + "." + beat.incarnation() + "." + beat.seq();
    }

    @Override
    public void deadline(NodeId node, Instant deadline, Instant bootTime) {
        if (!deadline.isAfter(bootTime)) {
            return;
        }
        Heartbeat beat = cluster.tree().entry(Paths.heartbeat(node))
                .map(entry -> Json.read(entry.data(), Heartbeat.class))
                .orElse(new Heartbeat(0, "", 0, java.time.Duration.ZERO, false));
        Instant at = sent.get(name(node, beat));
        if (at == null || deadline.isAfter(at.plus(beat.leaseFor()))) {
            cluster.breach("lease", node + " holds until " + deadline + ", but its committed heartbeat " + beat
                    + " was sent at " + at);
        }
    }
}
