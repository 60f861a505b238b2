package dev.baton.simulator.world;

import dev.baton.agent.simulated.Chance;
import dev.baton.agent.simulated.VirtualTime;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.Token;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.memory.MemoryEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The network between daemons and the engine, and the engine as a whole.
public final class Net {

    private final VirtualTime time;
    private final Chance chance;
    private final MemoryEngine engine = new MemoryEngine();
    private final Duration latency;
    private final Coordination sea;
    private final List<Wire> wires = new ArrayList<>();
    private boolean resting;
    private long adrift;

    Net(VirtualTime time, Chance chance, Duration latency) {
        this.time = time;
        this.chance = chance;
        this.latency = latency;
        this.sea = engine.connect("adrift", _ -> { });
    }

    /// Returns the engine.
    public MemoryEngine engine() {
        return engine;
    }

    VirtualTime time() {
        return time;
    }

    Chance chance() {
        return chance;
    }

    /// Returns how long one message takes now, in nanoseconds.
    long latency() {
        return 100_000 + chance.below(latency.toNanos());
    }

    Wire wire(String name, Coordination.Listener listener) {
        Wire wire = new Wire(this, name, listener);
        wires.add(wire);
        return wire;
    }

    void gone(Wire wire) {
        wires.remove(wire);
    }

    /// The engine commits nothing and answers nothing from now on: it has no majority, or is between two leaders.
    public void rest() {
        resting = true;
    }

    /// The engine goes on.
    public void goOn() {
        resting = false;
        List.copyOf(wires).forEach(Wire::flush);
    }

    boolean resting() {
        return resting;
    }

    /// Returns all connections.
    public List<Wire> wires() {
        return List.copyOf(wires);
    }

    /// The engine does all that is to be done.
    void pump() {
        engine.runUntilIdle();
    }

    /// A transaction whose sender has given it up arrives nevertheless.
    void arriveLate(Transaction transaction) {
        sea.perform(new CoordinationCall.Submit(new Token("adrift" + adrift++), transaction));
        pump();
    }
}
