package dev.baton.config;

import dev.baton.config.DaemonSettings.EngineTimings;
import dev.baton.config.DaemonSettings.TlsFiles;
import dev.baton.coordination.NodePath;
import dev.baton.core.model.LeaseTimings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A ZooKeeper ensemble that somebody else runs, and of which a cluster uses one entry and what is below it. Written as
/// ZooKeeper's clients are told where to connect: `host:port,host:port/entry`.
///
/// @param servers of the ensemble, at least one
/// @param root    the cluster's entry; never the top of the tree, which belongs to others
/// @param tls     how the servers are spoken to; empty: in the clear
public record ExternalEnsemble(List<Server> servers, NodePath root, Optional<TlsFiles> tls) {

    private static final int PORT = 2181;

    /// Where one of them answers its clients.
    public record Server(String host, int port) {

        /// Returns it as it is written in a connect string.
        String text() {
            return host + ":" + port;
        }
    }

    public ExternalEnsemble {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("an external ensemble has servers");
        }
        if (root.equals(NodePath.ROOT)) {
            throw new IllegalArgumentException("an external ensemble's top belongs to others");
        }
    }

    /// Returns the ensemble that a connect string names, such as `zk1:2181,zk2:2181,zk3:2181/baton`; 2181 where no port
    /// is said.
    ///
    /// @throws IllegalArgumentException if it names no server, or no entry of the cluster's own: with what would
    public static ExternalEnsemble parse(String connect, Optional<TlsFiles> tls) {
        int slash = connect.indexOf('/');
        if (slash < 0 || slash == connect.length() - 1) {
            throw new IllegalArgumentException("'" + connect + "' names no entry of the cluster's own: write it behind "
                    + "the servers, such as zk1:2181,zk2:2181,zk3:2181/baton. What is there only this cluster may "
                    + "read and write");
        }
        List<Server> servers = new ArrayList<>();
        for (String server : connect.substring(0, slash).split(",", -1)) {
            servers.add(server(server.strip()));
        }
        return new ExternalEnsemble(servers, new NodePath(connect.substring(slash)), tls);
    }

    private static Server server(String text) {
        int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        if (host.isEmpty() || (host.contains(":") && !host.startsWith("[")) || host.contains(" ")) {
            throw new IllegalArgumentException("'" + text + "' is no server; write host:port, and an IPv6 address in "
                    + "brackets");
        }
        return new Server(host, colon < 0 ? PORT : Ports.parse(text.substring(colon + 1)));
    }

    /// Returns the timings of the protocol for an ensemble with these: production's, with a lease that outlasts the
    /// longest pause of its writes.
    public static LeaseTimings lease(EngineTimings engine) {
        LeaseTimings usual = LeaseTimings.PRODUCTION;
        Duration least = LeaseTimings.longestWriteGap(engine.tick(), engine.syncLimit()).plus(usual.margin())
                .plus(usual.heartbeat());
        Duration lease = Duration.ofSeconds(least.toSeconds() + 1);
        return lease.compareTo(usual.lease()) > 0 ? new LeaseTimings(usual.heartbeat(), lease, usual.margin()) : usual;
    }

    /// Returns the connect string.
    @Override
    public String toString() {
        return servers.stream().map(Server::text).collect(Collectors.joining(",")) + root;
    }
}
