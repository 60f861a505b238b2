package dev.baton.agent.simulated;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The disk of a simulated machine: the local journal, and how slow and full it is.
public final class SimulatedDisk {

    private static final int SLOWEST_MILLIS = 4_000;

    private final Chance chance;
    private final List<String> journal = new ArrayList<>();
    private boolean slow;
    private boolean full;

    SimulatedDisk(Chance chance) {
        this.chance = chance;
    }

    /// Each write takes up to some seconds from now on, or no longer.
    public void slow(boolean now) {
        slow = now;
    }

    /// Nothing can be written from now on, or can again.
    public void full(boolean now) {
        full = now;
    }

    boolean full() {
        return full;
    }

    Duration delay() {
        return slow ? Duration.ofMillis(chance.below(SLOWEST_MILLIS)) : Duration.ZERO;
    }

    void append(String line) {
        journal.add(line);
    }

    /// Returns the local journal, oldest first.
    public List<String> journal() {
        return List.copyOf(journal);
    }
}
