package dev.baton.coordination.tree;

/// Where one peer of the coordination engine listens.
///
/// @param id           by which the other peers know it; never another's later
/// @param address      as the other peers and all clients reach it
/// @param clientPort   for clients
/// @param quorumPort   for the other peers, while it leads
/// @param electionPort for the other peers, to elect a leader
public record EnginePeer(int id, String address, int clientPort, int quorumPort, int electionPort) {}
