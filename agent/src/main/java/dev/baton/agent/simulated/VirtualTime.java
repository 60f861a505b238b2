package dev.baton.agent.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.PriorityQueue;

/// The true time of a simulation, and what happens at which moment of it. What is due at the same moment happens in
/// the order in which it was asked for.
///
/// Not thread-safe.
public final class VirtualTime {

    private static final Instant BEGIN = Instant.EPOCH.plusSeconds(1_000_000);

    private record Due(long at, long order, Runnable what) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private long elapsed;
    private Instant now = BEGIN;
    private long orders;

    /// Returns the present moment.
    public Instant now() {
        return now;
    }

    /// Returns the nanoseconds since the simulation began.
    public long elapsed() {
        return elapsed;
    }

    /// Lets something happen at a moment; at once, in its turn, when the moment has passed.
    public void at(Instant moment, Runnable what) {
        after(Duration.between(now, moment), what);
    }

    /// Lets something happen after a while.
    public void after(Duration delay, Runnable what) {
        afterNanos(delay.toNanos(), what);
    }

    /// Lets something happen after so many nanoseconds.
    public void afterNanos(long delay, Runnable what) {
        due.add(new Due(elapsed + delay, orders++, what));
    }

    /// Lets time pass; what falls due meanwhile happens later than it should.
    public void pass(Duration time) {
        set(elapsed + time.toNanos());
    }

    /// Returns whether something is due now.
    public boolean isDue() {
        return !due.isEmpty() && due.peek().at() <= elapsed;
    }

    /// Returns how long it is until the next thing is due, zero or less when one is due now; empty when there is none.
    public Optional<Duration> untilNext() {
        return due.isEmpty() ? Optional.empty() : Optional.of(Duration.ofNanos(due.peek().at() - elapsed));
    }

    /// Returns whether nothing will ever happen again.
    public boolean isOver() {
        return due.isEmpty();
    }

    /// Lets the next thing happen, at its moment.
    public void next() {
        Due next = due.remove();
        if (next.at() > elapsed) {
            set(next.at());
        }
        next.what().run();
    }

    private void set(long moment) {
        elapsed = moment;
        now = BEGIN.plusNanos(moment);
    }
}
