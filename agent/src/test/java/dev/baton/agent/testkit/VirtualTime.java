package dev.baton.agent.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/// The true time of a simulation, and what happens at which moment of it.
public final class VirtualTime {

    private record Due(Instant at, long order, Runnable what) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private Instant now = Instant.EPOCH.plusSeconds(1_000_000);
    private long orders;

    /// Returns the present moment.
    public Instant now() {
        return now;
    }

    /// Lets something happen at a moment; at once, in its turn, when the moment has passed.
    public void at(Instant moment, Runnable what) {
        due.add(new Due(moment, orders++, what));
    }

    /// Lets something happen after a while.
    public void after(Duration delay, Runnable what) {
        at(now.plus(delay), what);
    }

    /// Lets time pass; what falls due meanwhile happens later than it should.
    public void pass(Duration time) {
        now = now.plus(time);
    }

    /// Returns whether something is due now.
    public boolean isDue() {
        return !due.isEmpty() && !due.peek().at().isAfter(now);
    }

    /// Lets the next thing happen, at its moment.
    public void next() {
        Due next = due.remove();
        if (next.at().isAfter(now)) {
            now = next.at();
        }
        next.what().run();
    }
}
