package dev.baton.cluster.controller;

import dev.baton.cluster.api.LeaseMargin;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How near any node came to losing its lease lately, as this machine saw the heartbeats come: the smallest of this
/// period and the one before.
final class LeaseMargins {

    static final Duration PERIOD = Duration.ofMinutes(5);

    private Optional<LeaseMargin> before = Optional.empty();
    private Optional<LeaseMargin> now = Optional.empty();
    private Instant began = Instant.EPOCH;

    /// Takes note of what was left of a node's lease when its next heartbeat came.
    void note(LeaseMargin margin, Instant bootTime) {
        turnOver(bootTime);
        if (now.filter(smallest -> smallest.left().compareTo(margin.left()) <= 0).isEmpty()) {
            now = Optional.of(margin);
        }
    }

    private void turnOver(Instant bootTime) {
        if (!bootTime.isBefore(began.plus(PERIOD))) {
            before = bootTime.isBefore(began.plus(PERIOD).plus(PERIOD)) ? now : Optional.empty();
            now = Optional.empty();
            began = bootTime;
        }
    }

    /// Returns the smallest lately; empty before two heartbeats of one node were seen.
    Optional<LeaseMargin> smallest() {
        return before.isEmpty() ? now : now.isEmpty() ? before
                : now.get().left().compareTo(before.get().left()) <= 0 ? now : before;
    }
}
