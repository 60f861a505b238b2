package dev.baton.cluster.controller;

import dev.baton.cluster.api.LeaseMargin;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// When each heartbeat was first seen here, on this machine's boot-time clock, and which nodes are dead by that.
///
/// Safety: a heartbeat is committed before it is seen and sent before it is committed, so that waiting from the first
/// sight outlasts every lease that its sender may have counted from it. What was seen before this candidate was elected
/// counts: it was seen by this very clock. A first sight is never carried from one machine to another.
final class LeaseWatch {

    /// @param heard when its node was heard last
    private record Seen(long modified, int version, Heartbeat beat, Instant first, Instant heard) {
        Instant deadAt() {
            return first.plus(LeaseTimings.deadAfter(beat.leaseFor()));
        }
    }

    private final Map<NodePath, Seen> seen = new TreeMap<>();
    private final LeaseMargins margins = new LeaseMargins();
    private final LowMargins low = new LowMargins();

    /// Takes in what the mirror shows, after the mirror itself.
    void on(CoordinationEvent event, TreeMirror tree, Instant bootTime) {
        switch (event) {
            case CoordinationEvent.Snapshot(_, var entries) -> {
                seen.keySet().retainAll(entries.keySet());
                entries.forEach((path, entry) -> note(path, entry, tree, bootTime));
            }
            case CoordinationEvent.Changed(var path, var entry) -> note(path, entry, tree, bootTime);
            case CoordinationEvent.Gone(var path) -> seen.remove(path);
            case CoordinationEvent.Stale _, CoordinationEvent.Done _, CoordinationEvent.Refused _,
                    CoordinationEvent.Unknown _, CoordinationEvent.ReadDone _, CoordinationEvent.Elected _,
                    CoordinationEvent.Deposed _ -> { }
        }
    }

    /// An entry that was seen before keeps its first sight; `modified` tells a heartbeat from every other one, also
    /// across a deletion.
    private void note(NodePath path, Versioned entry, TreeMirror tree, Instant bootTime) {
        if (!path.parent().equals(Paths.HEARTBEATS)) {
            return;
        }
        Seen before = seen.get(path);
        if (before != null && before.modified() == entry.modified()) {
            return;
        }
        tree.value(path, Heartbeat.class).ifPresentOrElse(beat -> {
            if (before != null && !beat.dead() && before.beat().incarnation() == beat.incarnation()) {
                LeaseMargin margin = new LeaseMargin(new NodeId(path.name()), Duration.between(bootTime,
                        before.first().plus(before.beat().leaseFor())), before.beat().leaseFor());
                margins.note(margin, bootTime);
                low.note(margin, tree.image().settings().watching().leaseMarginLow(), bootTime);
            }
            Instant heard = beat.dead() && before != null ? before.heard() : bootTime;
            seen.put(path, new Seen(entry.modified(), entry.version(), beat, bootTime, heard));
        }, () -> seen.remove(path));
    }

    /// Declares every node dead whose last heartbeat was first seen longer ago than its lease. The effect is not part
    /// of the turn's image: nothing is taken over before the declaration is committed.
    void declareDead(Turn turn) {
        seen.forEach((path, last) -> {
            if (!last.beat().dead() && !turn.bootTime().isBefore(last.deadAt())) {
                NodeId node = new NodeId(path.name());
                Duration silent = Duration.between(last.first(), turn.bootTime());
                turn.write("declare " + node + " dead",
                        List.of(new Op.SetData(path, last.beat().declaredDead().written(turn.image().level()),
                                last.version())),
                        List.of(), List.of(Note.of(EventKind.NODE_DOWN, node, node + " is down: no heartbeat for "
                                + silent.toMillis() + " ms, its lease is over")));
            }
        });
    }

    /// Returns when a node was heard last, on this machine's boot-time clock.
    Optional<Instant> heard(NodeId node) {
        return Optional.ofNullable(seen.get(Paths.heartbeat(node))).map(Seen::heard);
    }

    /// Returns how near any node came to losing its lease lately.
    Optional<LeaseMargin> smallestMargin() {
        return margins.smallest();
    }

    /// Returns what people are to be told of small margins.
    LowMargins low() {
        return low;
    }

    /// Returns when the next node would be dead if it stayed silent.
    Optional<Instant> next() {
        return seen.values().stream().filter(last -> !last.beat().dead()).map(Seen::deadAt)
                .min(Instant::compareTo);
    }
}
