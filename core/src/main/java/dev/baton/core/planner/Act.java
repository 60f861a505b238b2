package dev.baton.core.planner;

/// What a plan is searched in: one stage, with nodes and groups by their number in the [Problem].
sealed interface Act {

    /// The node, which is empty, is changed.
    record Upgrade(int node) implements Act {}

    /// The group changes its owner, and its format in the same outage when `convert`.
    record Move(int group, int from, int to, boolean convert) implements Act {}

    /// The group changes its format where it is.
    record Convert(int group) implements Act {}
}
