package dev.baton.core.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;

/// Which node *should* have a group: the only order that agents obey about groups.
///
/// @param owner    the node; empty while no node may have it
/// @param epoch    grows by one at every change of the owner
/// @param offline  resources that must not run, whatever the operator's intent (dependants included)
/// @param because  why it was placed so, for people
/// @param previous the node it was placed on before
/// @param detachment how far it is on its way out of the cluster's control; empty while it is not on that way
/// @param unmanaged that it is only observed; empty while it is managed, as usual
public record Placement(Optional<NodeId> owner, long epoch, SortedSet<ResourceId> offline, String because,
        Optional<NodeId> previous, Optional<Detachment> detachment, Optional<Unmanaged> unmanaged) {

    /// Never placed.
    public static final Placement NONE =
            new Placement(Optional.empty(), 0, Collections.emptySortedSet(), "not placed yet", Optional.empty());

    public Placement {
        offline = SharedSet.copyOf(offline);
    }

    /// Makes a placement of a group that is managed, and not on its way out of the cluster's control.
    public Placement(Optional<NodeId> owner, long epoch, SortedSet<ResourceId> offline, String because,
            Optional<NodeId> previous) {
        this(owner, epoch, offline, because, previous, Optional.empty(), Optional.empty());
    }

    /// Returns this placement moved to `node`: the next epoch, the same resources offline.
    public Placement movedTo(NodeId node, String why) {
        return new Placement(Optional.of(node), epoch + 1, offline, why, owner, detachment, unmanaged);
    }

    /// Returns this placement with other resources offline; owner and epoch stay.
    public Placement withOffline(SortedSet<ResourceId> resources, String why) {
        return new Placement(owner, epoch, resources, why, previous, detachment, unmanaged);
    }

    /// Returns this placement further on the way out of the cluster's control, or back.
    public Placement withDetachment(Optional<Detachment> now, String why) {
        return new Placement(owner, epoch, offline, why, previous, now, unmanaged);
    }

    /// Returns whether the cluster acts on the group, as usual, and does not only observe it.
    public boolean managed() {
        return unmanaged.isEmpty();
    }

    /// Returns this placement unmanaged, or managed again; the rest of it stays as it is.
    public Placement withUnmanaged(Optional<Unmanaged> now) {
        return new Placement(owner, epoch, offline, because, previous, detachment, now);
    }

    /// Returns whether the group is outside the cluster's control.
    public boolean detached() {
        return detachment.isPresent() && detachment.get() == Detachment.DETACHED;
    }
}
