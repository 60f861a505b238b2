package dev.baton.agent;

import dev.baton.agent.host.HostEvent;
import dev.baton.coordination.CoordinationEvent;

/// What an agent is told.
public sealed interface AgentEvent {

    /// From the agent's own connection to the coordination engine.
    record FromCoordination(CoordinationEvent event) implements AgentEvent {}

    /// From the agent's machine; `Began` is the first event of all.
    record FromHost(HostEvent event) implements AgentEvent {}

    /// The daemon is to end for good: every group stops here, every claim is released. Answered by the effect `Ended`.
    record Leave() implements AgentEvent {}

    /// The daemon is to be restarted at once: a longer lease is taken, and nothing stops. Answered by the effect
    /// `Ended`.
    record Restart() implements AgentEvent {}
}
