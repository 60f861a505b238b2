package dev.baton.agent;

import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeId;
import java.time.Duration;

/// What an agent must be told; everything else it reads from the tree.
///
/// @param node         whose agent it is
/// @param timings      H, T and K; the same on all nodes
/// @param levels       protocol levels that this build can speak
/// @param api          where this node's REST interface answers; empty when unknown
/// @param restartLease the lease taken before a planned restart of the daemon: within it nothing stops, and a loss of
///                     the machine is noticed only after it
public record AgentSettings(NodeId node, LeaseTimings timings, LevelRange levels, String api, Duration restartLease) {

    /// @throws IllegalArgumentException if no time is left between two heartbeats and the end of a lease
    public AgentSettings {
        if (timings.tolerates().isNegative() || timings.tolerates().isZero()) {
            throw new IllegalArgumentException("a lease of " + timings.lease() + " leaves no time for a heartbeat each "
                    + timings.heartbeat() + " and a margin of " + timings.margin());
        }
    }

    /// Returns the settings of a node that speaks the first level, and whose planned restarts take up to a minute.
    public static AgentSettings of(NodeId node, LeaseTimings timings, String api) {
        return new AgentSettings(node, timings, new LevelRange(1, 1), api, Duration.ofMinutes(1));
    }

    /// Returns the settings of a build that speaks other levels.
    public AgentSettings speaking(LevelRange range) {
        return new AgentSettings(node, timings, range, api, restartLease);
    }
}
