package dev.baton.core.model;

/// How the groups of a kind go through an upgrade of their product.
public enum UpgradeMode {
    /// The group leaves the node, the node is changed, the group returns or stays away.
    ROLLING,
    /// The node is changed under the group while the group is offline.
    IN_PLACE_OFFLINE,
    /// The group leaves the cluster's control while every node is changed.
    DETACH
}
