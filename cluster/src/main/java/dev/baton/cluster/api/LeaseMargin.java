package dev.baton.cluster.api;

import dev.baton.core.model.NodeId;
import java.time.Duration;

/// How near a node came to losing its lease.
///
/// @param node  which came nearest
/// @param left  of its lease when its next heartbeat was seen; negative when it was over
/// @param lease the whole of it
public record LeaseMargin(NodeId node, Duration left, Duration lease) {}
