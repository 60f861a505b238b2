package dev.baton.demo.local;

/// The ports of one voter's coordination peer, all on 127.0.0.1.
///
/// @param clientPort   for clients
/// @param quorumPort   for followers, while it leads
/// @param electionPort for the other voters, to elect a leader
record Peer(int clientPort, int quorumPort, int electionPort) {}
