package dev.baton.zookeeper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/// Reads and changes who has a vote, while the ensemble runs. Each call opens a connection of its own and shows the
/// secret that only this needs; calls are rare, and block for up to some seconds: not for an event loop.
///
/// What a call answers is what is so afterwards, read anew: a leader that loses its vote by a change lets go of its
/// clients before it has answered them.
final class Reconfiguration {

    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final int ROUNDS = 3;

    private final List<InetSocketAddress> servers;
    private final ClientConfig config;

    Reconfiguration(ClientConfig config) {
        this.servers = config.servers();
        this.config = config;
    }

    /// What is asked of a connection.
    private interface Ask {
        byte[] of(ZooKeeperAdmin admin) throws KeeperException, InterruptedException;
    }

    /// Returns who has a vote, as a majority knows it.
    ///
    /// @throws IOException if no majority answers
    Electorate read() throws IOException {
        for (int round = 1; ; round++) {
            try {
                Electorate known = Electorate.parse(asked(Reconfiguration::known));
                if (known.voters().isEmpty()) {
                    // Elsewhere it would mean that the ensemble is somebody else's.
                    throw new IOException("the coordination engine names nobody who has a vote");
                }
                return known;
            } catch (KeeperException failed) {
                if (round == ROUNDS || !connectionLost(failed)) {
                    throw unanswered(failed);
                }
            }
        }
    }

    private static byte[] known(ZooKeeperAdmin admin) throws KeeperException, InterruptedException {
        admin.sync("/zookeeper/config");
        return admin.getConfig(false, new Stat());
    }

    /// Gives a peer that observes a vote. Without effect where it has one.
    ///
    /// @return who has a vote now; the peer is not among them where too few of the voters to be have caught up
    /// @throws IOException if no majority answers
    Electorate give(PeerAddress peer) throws IOException {
        Electorate now = read();
        return now.names(peer.id()) ? now : change(now, peer.line(true), null);
    }

    /// Takes a peer's vote, and its place in the ensemble. Without effect where it has none.
    ///
    /// @return who has a vote now; the peer is among them where too few of the others have caught up
    /// @throws IOException if no majority answers
    Electorate take(int id) throws IOException {
        Electorate now = read();
        return now.names(id) ? change(now, null, Integer.toString(id)) : now;
    }

    private Electorate change(Electorate expected, @Nullable String joining, @Nullable String leaving)
            throws IOException {
        try {
            asked(admin -> admin.reconfigure(joining, leaving, null, expected.version(), new Stat()));
        } catch (KeeperException.NewConfigNoQuorum | KeeperException.BadVersionException
                | KeeperException.ReconfigInProgress later) {
            // The answer shows that it is not so; whoever asked asks again.
        } catch (KeeperException failed) {
            if (!connectionLost(failed)) {
                throw unanswered(failed);
            }
        }
        return read();
    }

    private static boolean connectionLost(KeeperException failed) {
        return failed instanceof KeeperException.ConnectionLossException
                || failed instanceof KeeperException.SessionExpiredException;
    }

    private static IOException unanswered(KeeperException failed) {
        return new IOException("the coordination engine does not say who has a vote: " + failed.getMessage(), failed);
    }

    private String asked(Ask ask) throws IOException, KeeperException {
        var connected = new CountDownLatch(1);
        ZKClientConfig settings = Link.settings(config.tls());
        var admin = new ZooKeeperAdmin(servers.stream().map(server -> server.getHostString() + ":" + server.getPort())
                .collect(Collectors.joining(",")), Math.toIntExact(CONNECTING.toMillis()), new Watcher() {
                    @Override
                    public void process(WatchedEvent event) {
                        if (event.getState() == KeeperState.SyncConnected) {
                            connected.countDown();
                        }
                    }
                }, settings);
        try {
            if (!connected.await(CONNECTING.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("none of the coordination servers " + servers + " answers");
            }
            admin.addAuthInfo("digest", config.secret().superUser());
            return new String(ask.of(admin), StandardCharsets.UTF_8);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the coordination engine was asked", ended);
        } finally {
            close(admin);
        }
    }

    private static void close(ZooKeeperAdmin admin) {
        try {
            admin.close();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
