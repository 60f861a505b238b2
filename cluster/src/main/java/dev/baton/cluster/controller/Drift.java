package dev.baton.cluster.controller;

import dev.baton.core.model.EventKind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Tells people when a product on a node has another version than before, and no run is on that could have done it.
///
/// Soft: what a new leader finds first is what it compares with.
final class Drift {

    private final Map<NodeId, Map<ProductId, Version>> seen = new TreeMap<>();

    /// Another may have led since this one did.
    void forget() {
        seen.clear();
    }

    void decide(Turn turn, boolean run) {
        for (NodeImage node : turn.image().nodes().values()) {
            Map<ProductId, Version> before = seen.computeIfAbsent(node.id(), _ -> new TreeMap<>());
            node.facts().versions().forEach((product, now) -> {
                Optional<Version> earlier = Optional.ofNullable(before.put(product, now))
                        .filter(old -> !old.equals(now));
                if (!run) {
                    earlier.ifPresent(old -> turn.write("drift", List.of(), List.of(),
                            List.of(Note.of(EventKind.DRIFT, node.id(),
                            node.id() + " has " + product + " " + now + ", and had " + old + "; no run did that: baton "
                                    + "node show " + node.id()))));
                }
            });
        }
        seen.keySet().retainAll(turn.image().nodes().keySet());
    }
}
