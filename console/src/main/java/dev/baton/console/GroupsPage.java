package dev.baton.console;

/// The list of all groups.
public record GroupsPage(Frame frame, Listing<GroupRow> list) {}
