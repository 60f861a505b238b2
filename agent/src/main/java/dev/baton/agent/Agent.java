package dev.baton.agent;

import dev.baton.agent.loop.AgentEffect;
import java.time.Instant;
import java.util.List;

/// The agent of one node: keeps its lease, owns groups, runs their resources and carries out jobs, as the tree asks.
///
/// Not thread-safe: lives on its daemon's loop.
public final class Agent {

    private final AgentSettings settings;

    /// Makes an agent that waits for its machine's `Began`.
    public Agent(AgentSettings settings) {
        this.settings = settings;
    }

    /// Takes in one event and returns what is to be done, in that order.
    ///
    /// @param bootTime the time since the machine booted, read before the event was handed over
    public List<AgentEffect> on(AgentEvent event, Instant bootTime) {
        return List.of();
    }

    /// Returns whose agent this is.
    public AgentSettings settings() {
        return settings;
    }
}
