package dev.baton.zookeeper;

import static org.awaitility.Awaitility.await;

import dev.baton.coordination.ports.FreePorts;
import dev.baton.zookeeper.EmbeddedPeer.Mode;
import dev.baton.zookeeper.PeerConfig.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Peers on loopback, of an ensemble that may change.
final class Ensemble implements AutoCloseable {

    static final Duration TICK = Duration.ofMillis(200);
    static final Duration SILENCE = Duration.ofSeconds(1);
    static final Duration PATIENCE = Duration.ofMinutes(1);
    static final ClusterSecret SECRET = new ClusterSecret("a secret of these tests");

    static {
        // Read once, by the first peer of this program.
        EngineSettings.apply(Optional.empty(), Optional.of(SECRET));
    }

    private final List<PeerAddress> addresses;
    private final List<EmbeddedPeer> peers;
    private final Optional<EngineTls> tls;

    private Ensemble(List<PeerAddress> addresses, List<EmbeddedPeer> peers, Optional<EngineTls> tls) {
        this.addresses = addresses;
        this.peers = new ArrayList<>(peers);
        this.tls = tls;
    }

    /// Returns peers that are not started, and speak in the clear.
    static Ensemble of(int size, Path directory) {
        return of(size, directory, Optional.empty());
    }

    /// Returns peers that are not started.
    static Ensemble of(int size, Path directory, Optional<EngineTls> tls) {
        List<PeerAddress> addresses = addresses(size);
        return new Ensemble(addresses, IntStream.rangeClosed(1, size).mapToObj(id -> new EmbeddedPeer(changing(
                id, addresses, directory.resolve("peer" + id), tls, Entry.FOUNDER))).toList(), tls);
    }

    /// Returns a peer of an ensemble that may change.
    static PeerConfig changing(int id, List<PeerAddress> addresses, Path dataDir, Optional<EngineTls> tls,
            Entry entry) {
        return new PeerConfig(id, addresses, dataDir, TICK, Duration.ofSeconds(5), SILENCE, tls, entry,
                Optional.of(SECRET));
    }

    /// Returns a peer of an ensemble that never changes, and whose peers may see each other at different addresses.
    static PeerConfig config(int id, List<PeerAddress> addresses, Path dataDir, Optional<EngineTls> tls) {
        return new PeerConfig(id, addresses, dataDir, TICK, Duration.ofSeconds(5), SILENCE, tls);
    }

    /// Stops a peer and starts it again, with the same data, speaking otherwise; returns when all serve.
    void restart(int id, Optional<EngineTls> otherwise) {
        EmbeddedPeer old = peer(id);
        old.stop();
        peers.set(id - 1, new EmbeddedPeer(changing(id, addresses, old.config().dataDir(), otherwise,
                Entry.FOUNDER)));
        peer(id).start();
        awaitServing();
    }

    static List<PeerAddress> addresses(int size) {
        List<Integer> ports = FreePorts.some(3 * size);
        return IntStream.range(0, size).mapToObj(i -> new PeerAddress(i + 1, "127.0.0.1", ports.get(3 * i),
                ports.get(3 * i + 1), ports.get(3 * i + 2))).toList();
    }

    Ensemble start() {
        peers.forEach(EmbeddedPeer::start);
        awaitServing();
        return this;
    }

    void awaitServing() {
        await("all peers to serve").atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() ->
                peers.stream().noneMatch(peer -> peer.mode() == Mode.LOOKING || peer.mode() == Mode.STOPPED));
    }

    /// Returns how peers and clients speak.
    Optional<EngineTls> tls() {
        return tls;
    }

    EmbeddedPeer peer(int id) {
        return peers.get(id - 1);
    }

    EmbeddedPeer leader() {
        await("a leader").atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() ->
                peers.stream().anyMatch(peer -> peer.mode() == Mode.LEADER));
        return peers.stream().filter(peer -> peer.mode() == Mode.LEADER).findFirst().orElseThrow();
    }

    /// Returns how a client on the machine of this peer connects.
    ClientConfig client(int own) {
        return client(own, SECRET);
    }

    ClientConfig client(int own, ClusterSecret secret) {
        return client(own, secret, tls);
    }

    ClientConfig client(int own, ClusterSecret secret, Optional<EngineTls> spoken) {
        return new ClientConfig(ClientConfig.ownFirst(own, addresses), secret, Duration.ofSeconds(2),
                Duration.ofSeconds(1), Duration.ofMillis(1500), spoken);
    }

    @Override
    public void close() {
        peers.parallelStream().forEach(EmbeddedPeer::close);
    }
}
