package dev.baton.agent.linux;

import dev.baton.agent.host.HostEvent;
import dev.baton.core.model.WatchdogDevice;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Keeps a guard alive: starts one where there is none, and replaces one that died or was stopped; and tells whether it
/// feeds a watchdog. Lives on the machine's thread.
final class GuardWatch {

    private static final Duration PERIOD = Duration.ofMillis(250);

    /// Looks in a row without a guard after which the agent is told: two seconds.
    private static final int LOST = 8;

    private final Machine machine;
    private int missing;
    private boolean stopped;
    private Optional<WatchdogDevice> armed = Optional.empty();
    private volatile boolean ended;

    GuardWatch(Machine machine) {
        this.machine = machine;
    }

    /// Starts a guard if there is none, runs `then` when there is one or it is certain that there will not be one soon,
    /// and goes on watching.
    void begin(Runnable then) {
        if (guarded() || missing > LOST) {
            then.run();
            machine.every(PERIOD, this::look);
            return;
        }
        if (missing == 0) {
            startGuard();
        }
        missing++;
        machine.later(missing < 3 ? Duration.ofMillis(10) : PERIOD, () -> begin(then));
    }

    /// Stops seeing to it that there is a guard.
    void end() {
        ended = true;
    }

    private void look() {
        Optional<WatchdogDevice> now = machine.run.armed();
        if (!now.equals(armed)) {
            armed = now;
            machine.tell(new HostEvent.WatchdogArmed(now));
        }
        if (ended || guarded()) {
            missing = 0;
            return;
        }
        if (++missing == LOST) {
            machine.tell(new HostEvent.GuardLost("no guard since " + PERIOD.multipliedBy(LOST).toSeconds()
                    + " s, although one is started again and again; see guard.log in " + machine.run.path()));
        }
        startGuard();
    }

    /// Returns whether a guard lives. One that somebody stopped guards nothing: it is killed, so that another can
    /// take the lock; a single look may find one that is just being thawed.
    private boolean guarded() {
        Optional<ProcessStamp> guard = machine.run.guard().filter(ProcessStamp::lives);
        boolean now = guard.isPresent() && guard.get().isStopped();
        if (now && stopped) {
            machine.warn("the guard was stopped: replacing it");
            guard.flatMap(it -> ProcessHandle.of(it.pid())).ifPresent(ProcessHandle::destroyForcibly);
        }
        stopped = now;
        return guard.isPresent() && !now;
    }

    private void startGuard() {
        try {
            machine.start(List.of("bash", "-p", machine.run.script("guard.sh"), machine.run.path().toString()),
                    new TreeMap<>(), ProcessBuilder.Redirect.DISCARD);
        } catch (IOException e) {
            machine.warn("the guard cannot be started: " + Machine.why(e));
        }
    }
}
