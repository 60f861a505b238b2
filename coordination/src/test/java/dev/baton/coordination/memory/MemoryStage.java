package dev.baton.coordination.memory;

import dev.baton.coordination.Coordination;
import dev.baton.coordination.contract.Stage;
import java.util.function.BooleanSupplier;

/// The in-memory engine, pumped whenever a test waits.
final class MemoryStage implements Stage {

    private final MemoryEngine engine;

    MemoryStage(Schedule schedule) {
        engine = new MemoryEngine(schedule);
    }

    @Override
    public Coordination connect(String name, Coordination.Listener listener) {
        return engine.connect(name, listener);
    }

    @Override
    public void onLoop(Coordination connection, Runnable action) {
        action.run();
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (!engine.step()) {
                throw new AssertionError("the engine is at rest without " + what);
            }
        }
    }

    @Override
    public void loseConnection(Coordination connection) {
        engine.faults().disconnect(connection);
    }

    @Override
    public void restoreConnection(Coordination connection) {
        engine.faults().reconnect(connection);
    }

    @Override
    public void close() {
        engine.runUntilIdle();
    }
}
