package dev.baton.config;

import java.util.Optional;

/// The resource agents that can be asked what parameters they take.
@FunctionalInterface
public interface ResourceAgents {

    /// Knows none: nothing is checked.
    ResourceAgents NONE = _ -> Optional.empty();

    /// Returns what the agent of this type, such as `ocf:heartbeat:IPaddr2`, says of itself; empty when it cannot be
    /// asked here.
    Optional<AgentMetaData> metaData(String type);
}
