package dev.baton.zookeeper;

import dev.baton.coordination.Coordination;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What one machine has of the coordination engine: its clients and, where the machine has a vote, a peer.
///
/// Clients are for the loop; everything else is safe for threads, and blocks for up to some seconds.
public final class LocalMember implements AutoCloseable {

    /// For each client to end its session; the engine ends it by itself later.
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private volatile Optional<EmbeddedPeer> peer;
    private ClientConfig config;
    private final Consumer<Runnable> loop;
    private final List<ZooKeeperCoordination> clients = new ArrayList<>();
    private boolean cut;

    private LocalMember(Optional<EmbeddedPeer> peer, ClientConfig config, Consumer<Runnable> loop) {
        this.peer = peer;
        this.config = config;
        this.loop = loop;
    }

    /// Starts the peer, if there is one.
    ///
    /// @param peer empty on a machine without a vote
    /// @param loop see [ZooKeeperCoordination]
    /// @throws PeerRefused if the peer cannot start
    public static LocalMember start(Optional<PeerConfig> peer, ClientConfig client, Consumer<Runnable> loop) {
        EngineSettings.apply(client.tls(), Optional.of(client.secret()));
        Optional<EmbeddedPeer> embedded = peer.map(EmbeddedPeer::new);
        embedded.ifPresent(EmbeddedPeer::start);
        return new LocalMember(embedded, client, loop);
    }

    /// Returns a new client, which begins to connect; closed by its loop, before [#close] here.
    public synchronized Coordination connect(Coordination.Listener listener) {
        ZooKeeperCoordination client = new ZooKeeperCoordination(config, loop, listener,
                () -> mode() == EmbeddedPeer.Mode.LOOKING);
        clients.add(client);
        if (cut) {
            client.cut();
        }
        return client;
    }

    /// Returns what the peer is doing; `STOPPED` on a machine without a vote. Cheap.
    public EmbeddedPeer.Mode mode() {
        return peer.map(EmbeddedPeer::mode).orElse(EmbeddedPeer.Mode.STOPPED);
    }

    /// Lets all clients look for servers here from now on.
    ///
    /// @param servers at least one, in this order
    public synchronized void follow(List<InetSocketAddress> servers) {
        config = config.withServers(servers);
        clients.forEach(client -> client.follow(servers));
    }

    /// Starts a peer on a machine that has none. Without effect when it has one.
    ///
    /// @throws PeerRefused if it cannot start
    public synchronized void begin(PeerConfig config) {
        if (peer.isPresent()) {
            return;
        }
        EmbeddedPeer fresh = new EmbeddedPeer(config);
        if (config.entry() == PeerConfig.Entry.OBSERVER) {
            fresh.forgetOther();
        }
        if (!cut) {
            fresh.start();
        }
        peer = Optional.of(fresh);
    }

    /// Returns whether this machine has a peer, whatever it does.
    public boolean hasPeer() {
        return peer.isPresent();
    }

    /// Ends the peer, if there is one, and removes what it kept.
    ///
    /// @throws PeerRefused if a file cannot be removed
    public synchronized void end() {
        Optional<EmbeddedPeer> ended = peer;
        peer = Optional.empty();
        ended.ifPresent(EmbeddedPeer::forget);
    }

    /// Returns who has a vote, as a majority knows it.
    ///
    /// @throws IOException if no majority answers
    public Electorate electorate() throws IOException {
        return reconfiguration().read();
    }

    /// Gives a peer that observes a vote.
    ///
    /// @return who has a vote now; without this peer where it has not caught up
    /// @throws IOException if no majority answers
    public Electorate giveVote(PeerAddress to) throws IOException {
        return reconfiguration().give(to);
    }

    /// Takes a peer's vote.
    ///
    /// @return who has a vote now; with this peer where too few of the others have caught up
    /// @throws IOException if no majority answers
    public Electorate takeVote(int id) throws IOException {
        return reconfiguration().take(id);
    }

    private synchronized Reconfiguration reconfiguration() {
        return new Reconfiguration(config);
    }

    /// **A fault for rehearsals**: makes this machine unreachable for its ensemble and the ensemble for it, as a pulled
    /// cable looks from inside. The peer is stopped, the clients lose their server and reach no other; their
    /// sessions are not ended. Calls are answered `Unknown`, mirrors turn stale, a leader is deposed. Lasts until
    /// [#restoreAfterRehearsal].
    public synchronized void cutForRehearsal() {
        cut = true;
        clients.forEach(ZooKeeperCoordination::cut);
        peer.ifPresent(EmbeddedPeer::stop);
    }

    /// Ends [#cutForRehearsal].
    ///
    /// @throws PeerRefused if the peer cannot start again
    public synchronized void restoreAfterRehearsal() {
        peer.ifPresent(EmbeddedPeer::start);
        cut = false;
        clients.forEach(ZooKeeperCoordination::restore);
    }

    /// Stops the peer, once its own clients have told it that they end: so that a leadership is handed over at once.
    /// The clients must have been closed, on their loop.
    @Override
    public synchronized void close() {
        if (!cut) {
            clients.forEach(client -> client.awaitEnd(GOODBYE));
        }
        peer.ifPresent(EmbeddedPeer::close);
    }
}
