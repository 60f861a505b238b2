package dev.baton.core.model;

import java.time.Duration;

/// What is done about a group that fails while its node is well: restarts in place, each after a longer pause, then
/// other nodes, then it stays Failed until a person clears it.
///
/// @param restarts  how often one resource is restarted in place within the period before its group goes elsewhere
/// @param pause     before the second restart; doubled before each further one; the first comes at once
/// @param failovers how many times the group goes to another node for its own failures within the period
/// @param within    the period
public record FailurePolicy(int restarts, Duration pause, int failovers, Duration within) {

    /// Three restarts tell a passing fault from a lasting one; a group that fails on three nodes is broken itself.
    public static final FailurePolicy DEFAULT =
            new FailurePolicy(3, Duration.ofSeconds(1), 2, Duration.ofMinutes(10));

    private static final int MOST_DOUBLINGS = 10;

    /// @throws IllegalArgumentException if a number is negative or a time is not more than zero
    public FailurePolicy {
        if (restarts < 0 || failovers < 0 || !pause.isPositive() || !within.isPositive()) {
            throw new IllegalArgumentException("restarts and failovers are counted from 0, times are more than zero");
        }
    }

    /// Returns how long to wait before the next restart.
    ///
    /// @param failures within the period, this one included; at least 1
    public Duration pauseAfter(int failures) {
        return failures <= 1 ? Duration.ZERO : pause.multipliedBy(1L << Math.min(failures - 2, MOST_DOUBLINGS));
    }

    /// Returns whether that many failures within the period are too many to restart in place once more.
    public boolean givesUpAfter(int failures) {
        return failures > restarts;
    }
}
