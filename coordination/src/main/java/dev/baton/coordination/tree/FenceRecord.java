package dev.baton.coordination.tree;

import java.time.Instant;

/// That one boot of a machine is surely over: nothing of it runs any more, whatever its claims say.
///
/// @param bootId which boot
/// @param by     who says so: a fence agent and the node that ran it, or a person
/// @param at     wall-clock time
public record FenceRecord(String bootId, String by, Instant at) {}
