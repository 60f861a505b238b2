package dev.baton.agent.simulated;

import dev.baton.agent.host.TimerId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// The timers of the daemon on a simulated machine.
final class SimulatedTimers {

    private final MachineTime time;
    private final Consumer<TimerId> fired;
    private final Map<TimerId, Long> set = new HashMap<>();
    private long orders;

    SimulatedTimers(MachineTime time, Consumer<TimerId> fired) {
        this.time = time;
        this.fired = fired;
    }

    void set(TimerId timer, Instant at) {
        long mine = ++orders;
        set.put(timer, mine);
        time.at(at, () -> {
            if (set.getOrDefault(timer, 0L) == mine) {
                set.remove(timer);
                fired.accept(timer);
            }
        });
    }

    void cancel(TimerId timer) {
        set.remove(timer);
    }

    void clear() {
        set.clear();
    }
}
