package dev.baton.zookeeper;

import dev.baton.coordination.NodePath;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// How a client connects.
///
/// @param servers    where it connects, in this order: the machine's own peer first, the others only when that one does
///                   not serve
/// @param secret     of the cluster
/// @param session    how long after its last sign of life the engine keeps a client's candidature; no safety hangs on
///                   it. Longer than a change of the ensemble's leader (0.3 to 1.3 s), or each costs the controller its
///                   leadership too; shorter than the lease by that time, or a dead controller is replaced only after
///                   the leases of its machine's groups have ended. 3 s suits a lease of 5 s
/// @param connecting how long one server may take to answer before the next one is tried
/// @param answer     after which a call without an answer is `Unknown`
/// @param tls        how the servers are spoken to; empty: in the clear
/// @param root       the entry of the servers' tree below which everything of the cluster is kept. `/` where the
///                   ensemble is the cluster's own; in one that serves others too, an entry whose parent exists
public record ClientConfig(List<InetSocketAddress> servers, ClusterSecret secret, Duration session,
        Duration connecting, Duration answer, Optional<EngineTls> tls, NodePath root) {

    /// @throws IllegalArgumentException if there is no server
    public ClientConfig {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no coordination server to connect to");
        }
    }

    /// Returns how a client of the cluster's own ensemble connects.
    ///
    /// @throws IllegalArgumentException if there is no server
    public ClientConfig(List<InetSocketAddress> servers, ClusterSecret secret, Duration session, Duration connecting,
            Duration answer, Optional<EngineTls> tls) {
        this(servers, secret, session, connecting, answer, tls, NodePath.ROOT);
    }

    /// Returns the same for other servers.
    ClientConfig withServers(List<InetSocketAddress> others) {
        return new ClientConfig(others, secret, session, connecting, answer, tls, root);
    }

    /// Returns the same where everything is kept below an entry of the servers' tree.
    public ClientConfig below(NodePath entry) {
        return new ClientConfig(servers, secret, session, connecting, answer, tls, entry);
    }

    /// Returns the servers of an ensemble in the order in which the machine of peer `own` tries them: its own first,
    /// then the next ones around the ring, so that the clients of a lost peer spread over the others.
    public static List<InetSocketAddress> ownFirst(int own, List<PeerAddress> peers) {
        var before = new ArrayList<InetSocketAddress>();
        var servers = new ArrayList<InetSocketAddress>();
        for (PeerAddress peer : peers) {
            if (peer.id() == own || !servers.isEmpty()) {
                servers.add(peer.client());
            } else {
                before.add(peer.client());
            }
        }
        servers.addAll(before);
        return servers;
    }

    /// Returns the servers of an ensemble in the order in which a machine without a peer tries them: around the ring
    /// from one that its name decides, so that such machines spread over all of them.
    ///
    /// @param servers at least one
    public static List<InetSocketAddress> around(String machine, List<InetSocketAddress> servers) {
        List<InetSocketAddress> ring = new ArrayList<>(servers);
        Collections.rotate(ring, -Math.floorMod(machine.hashCode(), ring.size()));
        return ring;
    }
}
