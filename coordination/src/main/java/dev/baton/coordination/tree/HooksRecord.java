package dev.baton.coordination.tree;

/// How far the hooks are with the cluster's history.
///
/// @param settled every event up to this number was handed to every hook that wants it, or given up
public record HooksRecord(long settled) {}
