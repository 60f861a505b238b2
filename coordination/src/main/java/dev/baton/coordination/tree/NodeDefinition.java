package dev.baton.coordination.tree;

/// A node as the configuration defines it.
///
/// @param address where its peers reach it
/// @param voter   whether it has a vote
/// @param witness whether it has only a vote
public record NodeDefinition(String address, boolean voter, boolean witness) {}
