package dev.baton.agent.linux;

import dev.baton.agent.host.HostEvent;
import dev.baton.agent.host.TimerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// Timers by boot time. Lives on the machine's thread.
final class Timers {

    /// The scheduler's own clock stands still while the machine sleeps: no wait is longer than this without a look.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Machine machine;
    private final BootClock clock;
    private final Map<TimerId, Machine.Alarm> alarms = new TreeMap<>();

    Timers(Machine machine, BootClock clock) {
        this.machine = machine;
        this.clock = clock;
    }

    void set(TimerId timer, Instant at) {
        cancel(timer);
        wait(timer, at);
    }

    void cancel(TimerId timer) {
        Machine.Alarm alarm = alarms.remove(timer);
        if (alarm != null) {
            alarm.cancel();
        }
    }

    private void wait(TimerId timer, Instant at) {
        Duration left = clock.until(at);
        Duration wait = left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left.isNegative() ? Duration.ZERO : left;
        alarms.put(timer, machine.later(wait, () -> {
            if (clock.now().isBefore(at)) {
                wait(timer, at);
            } else {
                alarms.remove(timer);
                machine.tell(new HostEvent.TimerFired(timer));
            }
        }));
    }
}
