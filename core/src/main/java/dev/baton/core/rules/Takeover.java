package dev.baton.core.rules;

import dev.baton.core.model.NodeId;
import dev.baton.core.model.PlacementReason;
import java.util.List;
import java.util.Optional;

/// What becomes of one group when its node is lost.
public sealed interface Takeover {

    /// It starts again on another node.
    record To(NodeId node) implements Takeover {}

    /// No node may take it.
    ///
    /// @param reasons one for each node, by name
    record Nobody(List<PlacementReason> reasons) implements Takeover {
        public Nobody {
            reasons = List.copyOf(reasons);
        }
    }

    /// Nothing has to be taken over: the group is meant to be offline, or nobody owns it.
    record Idle() implements Takeover {}

    /// Returns the node that takes it, when one does.
    default Optional<NodeId> target() {
        return switch (this) {
            case To(var node) -> Optional.of(node);
            case Nobody _, Idle _ -> Optional.empty();
        };
    }

    /// Returns whether the group would stay without a node.
    default boolean uncovered() {
        return this instanceof Nobody;
    }
}
