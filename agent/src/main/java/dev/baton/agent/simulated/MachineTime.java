package dev.baton.agent.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The time of one machine: a boot clock with an offset and a rate of its own, and a wall clock that may be wrong.
/// While the machine is frozen nothing on it happens; its clocks run on.
final class MachineTime {

    private final VirtualTime time;
    private final double rate;
    private final Duration offset;
    private final Deque<Runnable> missed = new ArrayDeque<>();
    private Duration wallStep = Duration.ZERO;
    private boolean frozen;
    private Optional<Instant> thawed = Optional.empty();

    MachineTime(VirtualTime time, double rate, Duration offset) {
        this.time = time;
        this.rate = rate;
        this.offset = offset;
    }

    Instant bootTime() {
        long nanos = Duration.between(Instant.EPOCH, time.now()).toNanos();
        return Instant.EPOCH.plusNanos((long) (nanos * rate)).minus(offset);
    }

    Instant wallTime() {
        return time.now().plus(wallStep);
    }

    void stepWall(Duration by) {
        wallStep = wallStep.plus(by);
    }

    boolean frozen() {
        return frozen;
    }

    /// Returns whether it is frozen, or was until this very moment: what it missed comes before anybody can hinder it.
    boolean stood() {
        return frozen || thawed.equals(Optional.of(time.now()));
    }

    void freeze() {
        frozen = true;
    }

    void thaw() {
        thawed = frozen ? Optional.of(time.now()) : thawed;
        frozen = false;
        while (!missed.isEmpty()) {
            time.afterNanos(0, missed.remove());
        }
    }

    /// What happens on this machine after so much true time, or once it thaws.
    void after(Duration delay, Runnable what) {
        time.after(delay, () -> now(what));
    }

    /// What happens on this machine at a moment of its own clock.
    void at(Instant bootTime, Runnable what) {
        after(trueTime(Duration.between(bootTime(), bootTime)), what);
    }

    private void now(Runnable what) {
        if (frozen) {
            missed.add(() -> now(what));
        } else {
            what.run();
        }
    }

    private Duration trueTime(Duration own) {
        return Duration.ofNanos((long) Math.ceil(Math.max(0, own.toNanos()) / rate));
    }
}
