package dev.baton.demo.local;

/// Where the server of a group is found.
///
/// @param group   the group's name
/// @param address of its own, as whoever asks sees it
/// @param port    where the server listens on that address
public record GroupAddress(String group, String address, int port) {}
