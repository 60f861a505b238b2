package dev.baton.console;

/// The list of all nodes.
public record NodesPage(Frame frame, Listing<NodeRow> list) {}
