package dev.baton.server;

import dev.baton.agent.host.Host;
import dev.baton.agent.host.HostCall;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.simulated.Chance;
import dev.baton.agent.simulated.Commands;
import dev.baton.agent.simulated.MachineObserver;
import dev.baton.agent.simulated.SimulatedHost;
import dev.baton.agent.simulated.VirtualTime;
import dev.baton.agent.host.HeldKey;
import dev.baton.server.loop.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A simulated machine whose time is the real one: processes, guard and journal are made up and cost nothing, timers
/// and delays are waited for. Lives on its daemon's loop.
final class PacedMachine implements Host {

    private final VirtualTime time = new VirtualTime();
    private final SimulatedHost machine;
    private final EventLoop loop;
    private final long began = System.nanoTime();
    private @Nullable ScheduledFuture<?> wake;
    private long wakesAt = Long.MAX_VALUE;

    /// @param margin   K
    /// @param commands what the commands of its resources do
    PacedMachine(String name, EventLoop loop, Duration margin, Commands commands) {
        this.loop = loop;
        this.machine = new SimulatedHost(time, new Chance(1).of(name), margin, 1.0, commands, new Nobody());
    }

    /// Returns the time since it booted.
    Instant bootTime() {
        catchUp();
        return machine.bootTime();
    }

    /// The daemon begins on it.
    void begin(Consumer<HostEvent> daemon) {
        catchUp();
        machine.begin(daemon);
        rearm();
    }

    @Override
    public void perform(HostCall call) {
        catchUp();
        machine.perform(call);
        rearm();
    }

    /// The power goes.
    void lose() {
        machine.machineDies();
        close();
    }

    /// Returns what runs on it.
    List<HeldKey> alive() {
        return machine.alive();
    }

    private void catchUp() {
        long late = System.nanoTime() - began - time.elapsed();
        if (late > 0) {
            time.pass(Duration.ofNanos(late));
        }
    }

    private void live() {
        wakesAt = Long.MAX_VALUE;
        catchUp();
        while (time.isDue()) {
            time.next();
            catchUp();
        }
        rearm();
    }

    private void rearm() {
        time.untilNext().ifPresent(left -> {
            long at = time.elapsed() + left.toNanos();
            if (at < wakesAt) {
                close();
                wakesAt = at;
                wake = loop.after(left, this::live);
            }
        });
    }

    @Override
    public void close() {
        if (wake != null) {
            wake.cancel(false);
        }
        wakesAt = Long.MAX_VALUE;
    }

    private static final class Nobody implements MachineObserver {

        @Override
        public void started(HeldKey key, SortedMap<String, String> environment) {}

        @Override
        public void ended(HeldKey key) {}
    }
}
