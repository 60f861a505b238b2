package dev.baton.zookeeper;

import java.net.InetSocketAddress;

/// Where one voter of the ensemble listens. It binds to this host's address only.
///
/// @param id           of the voter, 1 to 255; part of what it keeps on disk
/// @param host         name or address, as the other voters and all clients reach it
/// @param clientPort   for clients
/// @param quorumPort   for the other voters, while it leads
/// @param electionPort for the other voters, to elect a leader
public record PeerAddress(int id, String host, int clientPort, int quorumPort, int electionPort) {

    /// @throws IllegalArgumentException if the id or a port is out of range
    public PeerAddress {
        if (id < 1 || id > 255) {
            throw new IllegalArgumentException("the id of a coordination peer is 1 to 255, not " + id);
        }
        for (int port : new int[] {clientPort, quorumPort, electionPort}) {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("a port of a coordination peer is 1 to 65535, not " + port);
            }
        }
    }

    /// Returns the line that names it in ZooKeeper's configuration.
    String line(boolean votes) {
        return "server." + id + "=" + host + ":" + quorumPort + ":" + electionPort + ":"
                + (votes ? "participant" : "observer") + ";" + host + ":" + clientPort;
    }

    /// Returns where clients connect.
    public InetSocketAddress client() {
        return InetSocketAddress.createUnresolved(host, clientPort);
    }
}
