package dev.baton.cluster.controller;

import dev.baton.cluster.hooks.Deliveries;
import dev.baton.cluster.hooks.HookCounts;
import dev.baton.cluster.hooks.Outcome;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/// The controller's side of the hooks: they hear of what is committed only, and no decision waits for them.
final class Hooking {

    private final Deliveries deliveries = new Deliveries();
    private boolean news;

    /// Another controller leads, or this one begins to.
    void begin() {
        deliveries.forget();
        news = true;
    }

    void changed(NodePath path) {
        news |= path.isWithin(Paths.EVENTS) || path.equals(Paths.CLUSTER);
    }

    void ended(Event.Attempted attempted, Instant bootTime) {
        Outcome outcome = attempted.outcome();
        deliveries.ended(attempted.attempt(), outcome, bootTime);
    }

    /// Returns what is to be tried and said now.
    ///
    /// @param whole whether the mirror shows every write of this leader
    List<Effect> tell(TreeMirror tree, boolean whole, Instant bootTime, Instant wallTime) {
        if (news && whole) {
            news = false;
            deliveries.look(tree, wallTime);
        }
        return Stream.concat(deliveries.begin(bootTime).stream().<Effect>map(Effect.Try::new),
                deliveries.said().stream().map(Effect.Say::new)).toList();
    }

    /// Returns whether [#settle] would write.
    boolean settles(TreeMirror tree) {
        return deliveries.record(tree).isPresent();
    }

    /// Adds to the turn how far the hooks are, where that is worth a write.
    void settle(Turn turn, String purpose) {
        deliveries.record(turn.tree()).ifPresent(record -> turn.write(purpose, List.of(turn.set(Paths.HOOKS, record)),
                List.of(), List.of()));
    }

    Optional<Instant> next() {
        return deliveries.next();
    }

    SortedMap<String, HookCounts> counts() {
        return deliveries.counts();
    }
}
