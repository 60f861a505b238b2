package dev.baton.zookeeper;

import dev.baton.coordination.Coordination;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.contract.Stage;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Running peers, whose clients are spread over them.
final class EnsembleStage implements Stage {

    private final Ensemble ensemble;
    private final int size;
    private final NodePath root;
    private final Map<Coordination, Loop> loops = new IdentityHashMap<>();

    EnsembleStage(Ensemble ensemble, int size) {
        this(ensemble, size, NodePath.ROOT);
    }

    EnsembleStage(Ensemble ensemble, int size, NodePath root) {
        this.ensemble = ensemble;
        this.size = size;
        this.root = root;
    }

    @Override
    public Coordination connect(String name, Coordination.Listener listener) {
        var loop = new Loop(name);
        var client = new ZooKeeperCoordination(ensemble.client(loops.size() % size + 1).below(root),
                loop, listener);
        loops.put(client, loop);
        return client;
    }

    @Override
    public void onLoop(Coordination connection, Runnable action) {
        loops.get(connection).accept(action);
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
        org.awaitility.Awaitility.await(what).atMost(Ensemble.PATIENCE).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2)).until(condition::getAsBoolean);
    }

    @Override
    public void loseConnection(Coordination connection) {
        ((ZooKeeperCoordination) connection).cut();
    }

    @Override
    public void restoreConnection(Coordination connection) {
        ((ZooKeeperCoordination) connection).restore();
    }

    @Override
    public void close() {
        loops.values().forEach(Loop::close);
    }
}
