package dev.baton.cluster.controller;

import dev.baton.cluster.api.LeaseMargin;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which nodes renewed their lease with less of it left than people want: each is told once, and again only after it
/// was well for [#CALM] and fell below anew. Every candidate watches, so that a new leader does not repeat what the
/// one before has told.
final class LowMargins {

    /// A node whose margin comes and goes is one piece of news, not many.
    static final Duration CALM = Duration.ofMinutes(5);

    private final Map<NodeId, Instant> low = new TreeMap<>();
    private final Map<NodeId, LeaseMargin> untold = new TreeMap<>();

    /// Takes note of what was left of a node's lease when its next heartbeat came.
    ///
    /// @param percent of the lease below which it is little
    void note(LeaseMargin margin, int percent, Instant bootTime) {
        boolean little = margin.left().multipliedBy(100).compareTo(margin.lease().multipliedBy(percent)) < 0;
        Instant last = low.get(margin.node());
        boolean news = last == null || !bootTime.isBefore(last.plus(CALM));
        if (little && news) {
            untold.put(margin.node(), margin);
        }
        if (little) {
            low.put(margin.node(), bootTime);
        }
    }

    /// Returns whether there is something to tell.
    boolean isWaiting() {
        return !untold.isEmpty();
    }

    /// Takes what was seen so far as told by somebody else.
    void forget() {
        untold.clear();
    }

    /// Tells what was seen.
    void decide(Turn turn) {
        int percent = turn.image().settings().watching().leaseMarginLow();
        untold.values().forEach(margin -> turn.write("lease margin", List.of(), List.of(), List.of(Note.of(
                EventKind.LEASE_MARGIN_LOW, margin.node(), text(margin, percent)))));
        untold.clear();
    }

    private static String text(LeaseMargin margin, int percent) {
        return margin.node() + " renewed its lease of " + margin.lease().toMillis() + " ms with "
                + margin.left().toMillis() + " ms left, less than " + percent
                + " %: its disk, its network or the machine is slow";
    }
}
