package dev.baton.demo.local;

/// Where one voter's coordination peer is found.
///
/// @param address      of its machine
/// @param clientPort   for clients
/// @param quorumPort   for followers, while it leads
/// @param electionPort for the other voters, to elect a leader
public record Peer(String address, int clientPort, int quorumPort, int electionPort) {}
