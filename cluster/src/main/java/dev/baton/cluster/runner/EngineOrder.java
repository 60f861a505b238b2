package dev.baton.cluster.runner;

import dev.baton.core.model.Detachment;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import java.util.Optional;
import java.util.SortedSet;

/// What a run asks of whoever decides about owners: of Baton's own controller, which writes it into the tree, or of
/// another engine behind an adapter. Orders are conditional on the cluster as the runner saw it, and are repeated until
/// the cluster shows them.
public sealed interface EngineOrder {

    /// The group shall be on the node; what is offline stays offline.
    record Place(GroupId group, NodeId node, String because) implements EngineOrder {}

    /// Exactly these resources of the group shall be offline.
    record SetOffline(GroupId group, SortedSet<ResourceId> resources, String because) implements EngineOrder {}

    /// The group goes a step on its way out of the cluster's control, or back.
    record SetDetachment(GroupId group, Optional<Detachment> detachment, String because) implements EngineOrder {}

    /// The node gets the hold.
    record HoldNode(NodeId node, Hold hold) implements EngineOrder {}

    /// The hold ends.
    record ReleaseNode(NodeId node, HoldId hold) implements EngineOrder {}

    /// Returns the order in words.
    default String describe() {
        return switch (this) {
            case Place(var group, var node, _) -> "place " + group + " on " + node;
            case SetOffline(var group, var resources, _) -> resources.isEmpty() ? "bring all of " + group + " online"
                    : "keep " + resources + " of " + group + " offline";
            case SetDetachment(var group, var detachment, _) -> detachment.map(how -> switch (how) {
                case QUIET -> group + " is the cluster's; its users are silent";
                case DETACHED -> group + " is detached: nobody takes it over";
            }).orElse("the users of " + group + " are silent no more");
            case HoldNode(var node, var hold) -> "hold " + node + ": " + hold.reason();
            case ReleaseNode(var node, _) -> "release " + node;
        };
    }
}
