package dev.baton.simulator.check;

import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.Paths;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Watcher;
import java.util.ArrayDeque;
import java.util.Deque;

/// Nobody writes without end: a whole run has some hundred entries in its journal, and these are not made in minutes.
public final class Quiet implements Watcher {

    private static final long WINDOW = 120_000_000_000L;
    private static final int MOST = 500;
    /// For each node and group of a larger cluster.
    private static final int EACH = 50;

    private final Cluster cluster;
    private final int most;
    private final Deque<Long> writes = new ArrayDeque<>();

    /// Makes the checker of a cluster.
    public Quiet(Cluster cluster) {
        this.cluster = cluster;
        this.most = Math.max(MOST, EACH * (cluster.document().nodes().size() + cluster.document().groups().size()));
    }

    @Override
    public void committed(Transaction transaction) {
        boolean journal = transaction.ops().stream().anyMatch(op -> op.path().isWithin(Paths.RUNS));
        if (!journal) {
            return;
        }
        long now = cluster.time().elapsed();
        writes.add(now);
        while (writes.getFirst() < now - WINDOW) {
            writes.removeFirst();
        }
        if (writes.size() > most) {
            cluster.breach("quiet", "the journal was written " + writes.size() + " times within two minutes");
        }
    }
}
