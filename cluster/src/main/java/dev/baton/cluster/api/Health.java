package dev.baton.cluster.api;

import dev.baton.core.model.NodeId;
import java.util.Optional;

/// How the daemon that answers is.
///
/// @param node   which one it is
/// @param member whether it takes part: joined, and not declared dead since
/// @param leader the last known leader's node
public record Health(NodeId node, boolean member, Optional<NodeId> leader) {}
