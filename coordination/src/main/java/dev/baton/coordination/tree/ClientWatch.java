package dev.baton.coordination.tree;

import dev.baton.core.model.Command;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;
import java.time.Duration;
import java.util.Optional;

/// Who asks in the place of a group's clients, again and again, while a run is on. Written by the leader.
///
/// @param run     as long as it is on
/// @param number  among those of the group in that run, from 1: another node, or another command, begins anew
/// @param node    whose agent asks
/// @param command succeeds when a client has its answer
/// @param host    the machine outside the cluster where the command runs; empty for the node
/// @param every   the pause between two attempts; more than zero
/// @param timeout of one attempt; more than zero
public record ClientWatch(RunId run, int number, NodeId node, Command command, Optional<String> host, Duration every,
        Duration timeout) {}
