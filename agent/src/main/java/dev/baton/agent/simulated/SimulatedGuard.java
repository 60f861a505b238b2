package dev.baton.agent.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The guard of a simulated machine: kills what is held at some moment between `deadline - K` and the deadline, unless
/// it is late.
final class SimulatedGuard {

    private final MachineTime time;
    private final Chance chance;
    private final Duration margin;
    private final Runnable kill;
    private final Runnable atDeadline;
    private Optional<Instant> deadline = Optional.empty();
    private long orders;
    private boolean late;
    private boolean missed;

    /// @param kill       kills what is held
    /// @param atDeadline looks at what lives at the deadline itself
    SimulatedGuard(MachineTime time, Chance chance, Duration margin, Runnable kill, Runnable atDeadline) {
        this.time = time;
        this.chance = chance;
        this.margin = margin;
        this.kill = kill;
        this.atDeadline = atDeadline;
    }

    Optional<Instant> deadline() {
        return deadline;
    }

    boolean late() {
        return late;
    }

    /// Does nothing from now on, or goes on and does what it missed.
    void late(boolean now) {
        late = now;
        if (!now && missed && !leased()) {
            kill.run();
        }
        missed &= now;
    }

    void forget() {
        deadline = Optional.empty();
        orders++;
        late = false;
        missed = false;
    }

    /// What is ended before its time is judged when its time is over: until then it may be on its way to its end.
    void set(Instant to) {
        Instant judged = deadline.filter(before -> !to.isAfter(time.bootTime()) && before.isAfter(to)).orElse(to);
        deadline = Optional.of(to);
        missed = false;
        long mine = ++orders;
        Duration jitter = Duration.ofNanos((long) (margin.toNanos() * 0.9 * chance.fraction()));
        time.at(to.minus(margin).plus(jitter), () -> {
            if (mine == orders && late) {
                missed = true;
            } else if (mine == orders) {
                kill.run();
            }
        });
        time.at(judged, () -> {
            if (mine == orders) {
                atDeadline.run();
            }
        });
    }

    /// Returns whether all that is held must be on its way to its end at that moment.
    boolean ending(Instant at) {
        return deadline.filter(end -> end.minus(margin).isBefore(at)).isPresent();
    }

    /// Returns whether something may be started: a launch looks at the deadline as its last act.
    boolean leased() {
        return deadline.filter(end -> time.bootTime().isBefore(end.minus(margin))).isPresent();
    }
}
