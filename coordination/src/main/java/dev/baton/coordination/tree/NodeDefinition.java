package dev.baton.coordination.tree;

import dev.baton.core.model.Amounts;

/// A node as the configuration defines it.
///
/// @param address  where its peers reach it
/// @param voter    whether it has a vote
/// @param witness  whether it has only a vote
/// @param capacity what it has room for; what is not named is not limited
public record NodeDefinition(String address, boolean voter, boolean witness, Amounts capacity) {

    /// Returns the same with a vote, or without one.
    public NodeDefinition voting(boolean votes) {
        return new NodeDefinition(address, votes, witness, capacity);
    }
}
