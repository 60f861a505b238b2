package dev.baton.coordination.tree;

/// Who leads. Written by a new leader before it does anything else; the version of this entry is the controller epoch
/// that each of its writes checks.
///
/// @param node  the leader's node
/// @param api   where its REST interface answers
/// @param epoch counts leaders, for people
public record ControllerRecord(dev.baton.core.model.NodeId node, String api, long epoch) {}
