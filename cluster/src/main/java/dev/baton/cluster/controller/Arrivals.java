package dev.baton.cluster.controller;

import dev.baton.core.model.EventKind;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Tells people when a node takes part that did not before.
///
/// Soft: what a new leader finds first is what it compares with.
final class Arrivals {

    private final Map<NodeId, Membership> seen = new TreeMap<>();

    /// Another may have led since this one did.
    void forget() {
        seen.clear();
    }

    void decide(Turn turn) {
        for (NodeImage node : turn.image().nodes().values()) {
            Membership before = seen.put(node.id(), node.membership());
            if (before != null && before != Membership.UP && node.up()) {
                turn.write("arrival", List.of(), List.of(), List.of(Note.of(EventKind.NODE_JOINED, node.id(), node.id()
                        + (before == Membership.DOWN ? " is up again" : " is up"))));
            }
        }
        seen.keySet().retainAll(turn.image().nodes().keySet());
    }
}
