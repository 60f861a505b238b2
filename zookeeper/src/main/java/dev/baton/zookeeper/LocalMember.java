package dev.baton.zookeeper;

import dev.baton.coordination.Coordination;
import java.util.Optional;
import java.util.function.Consumer;

/// What one machine has of the coordination engine: a client and, where the machine has a vote, a peer.
///
/// The client is for the loop; everything else is safe for threads, and blocks for up to some seconds.
public final class LocalMember implements AutoCloseable {

    private final Optional<EmbeddedPeer> peer;
    private final ZooKeeperCoordination client;

    private LocalMember(Optional<EmbeddedPeer> peer, ZooKeeperCoordination client) {
        this.peer = peer;
        this.client = client;
    }

    /// Starts the peer, if there is one, and a client that begins to connect.
    ///
    /// @param peer     empty on a machine without a vote
    /// @param loop     see [ZooKeeperCoordination]
    /// @param listener see [ZooKeeperCoordination]
    /// @throws PeerRefused if the peer cannot start
    public static LocalMember start(Optional<PeerConfig> peer, ClientConfig client, Consumer<Runnable> loop,
            Coordination.Listener listener) {
        Optional<EmbeddedPeer> embedded = peer.map(EmbeddedPeer::new);
        embedded.ifPresent(EmbeddedPeer::start);
        return new LocalMember(embedded, new ZooKeeperCoordination(client, loop, listener));
    }

    /// Returns the client; closed by its loop, before [#close] here.
    public Coordination coordination() {
        return client;
    }

    /// Returns what the peer is doing; `STOPPED` on a machine without a vote. Cheap.
    public EmbeddedPeer.Mode mode() {
        return peer.map(EmbeddedPeer::mode).orElse(EmbeddedPeer.Mode.STOPPED);
    }

    /// **A fault for rehearsals**: makes this machine unreachable for its ensemble and the ensemble for it, as a pulled
    /// cable looks from inside. The peer is stopped, the client loses its server and reaches no other; its session is
    /// not ended. Calls are answered `Unknown`, mirrors turn stale, a leader is deposed. Lasts until
    /// [#restoreAfterRehearsal].
    public synchronized void cutForRehearsal() {
        client.cut();
        peer.ifPresent(EmbeddedPeer::stop);
    }

    /// Ends [#cutForRehearsal].
    ///
    /// @throws PeerRefused if the peer cannot start again
    public synchronized void restoreAfterRehearsal() {
        peer.ifPresent(EmbeddedPeer::start);
        client.restore();
    }

    /// Stops the peer. The client must have been closed, on its loop.
    @Override
    public synchronized void close() {
        peer.ifPresent(EmbeddedPeer::close);
    }
}
