package dev.baton.core.model;

/// How far a group is on its way out of the cluster's control, or back. A group without one is run by the cluster, and
/// whoever uses it may.
public enum Detachment {
    /// Whoever uses the group is silenced; the cluster runs it.
    QUIET,
    /// They are silenced, and the group runs outside the cluster, if at all: its claim stays, and nobody takes it over.
    DETACHED
}
