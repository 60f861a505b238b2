package dev.baton.zookeeper;

import static org.awaitility.Awaitility.await;

import dev.baton.zookeeper.EmbeddedPeer.Mode;
import dev.baton.zookeeper.PeerConfig.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// An ensemble that begins with one voter, and what is done to make it larger and smaller.
final class GrownEnsemble implements AutoCloseable {

    private final List<PeerAddress> addresses;
    private final Path directory;
    private final Optional<EngineTls> tls;
    private final SortedMap<Integer, EmbeddedPeer> peers = new TreeMap<>();

    /// @param most so many voters it has at most; the first one runs
    GrownEnsemble(int most, Path directory, Optional<EngineTls> tls) {
        this.addresses = Ensemble.addresses(most);
        this.directory = directory;
        this.tls = tls;
        start(1, List.of(address(1)), Entry.FOUNDER);
        awaitMode(1, Mode.STANDALONE);
    }

    PeerAddress address(int id) {
        return addresses.get(id - 1);
    }

    Path directory(int id) {
        return directory.resolve("peer" + id);
    }

    EmbeddedPeer peer(int id) {
        return Optional.ofNullable(peers.get(id)).orElseThrow();
    }

    /// Starts a peer that knows these voters before it has heard of the ensemble.
    void start(int id, List<PeerAddress> known, Entry entry) {
        EmbeddedPeer peer = new EmbeddedPeer(Ensemble.changing(id, known, directory(id), tls, entry));
        peers.put(id, peer);
        peer.start();
    }

    void awaitMode(int id, Mode... wanted) {
        await("peer " + id + " is one of " + List.of(wanted)).atMost(Ensemble.PATIENCE)
                .pollInterval(Duration.ofMillis(10)).until(() -> List.of(wanted).contains(peer(id).mode()));
    }

    void awaitServing() {
        await("all serve").atMost(Ensemble.PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> peers.values()
                .stream().noneMatch(peer -> peer.mode() == Mode.LOOKING || peer.mode() == Mode.STOPPED));
    }

    /// Lets another peer observe, and gives it a vote once it has caught up.
    ///
    /// @param known the voter that it hears of first
    void grow(int id, int known) throws IOException {
        start(id, List.of(address(known), address(id)), Entry.OBSERVER);
        awaitMode(id, Mode.OBSERVER);
        await("peer " + id + " has a vote").atMost(Ensemble.PATIENCE).ignoreException(IOException.class)
                .until(() -> changes().give(address(id)).names(id));
        awaitServing();
    }

    /// Takes a vote, and ends the peer.
    void shrink(int id) throws IOException {
        await("peer " + id + " has no vote").atMost(Ensemble.PATIENCE).ignoreException(IOException.class)
                .until(() -> !changes().take(id).names(id));
        Optional.ofNullable(peers.remove(id)).orElseThrow().forget();
    }

    /// Returns the peer that leads.
    int leader() {
        return peers.entrySet().stream().filter(peer -> peer.getValue().mode() == Mode.LEADER
                || peer.getValue().mode() == Mode.STANDALONE).findFirst()
                .orElseThrow(NoSuchElementException::new).getKey();
    }

    Reconfiguration changes() {
        return new Reconfiguration(client());
    }

    /// Returns how a client connects that knows all.
    ClientConfig client() {
        return new ClientConfig(ClientConfig.ownFirst(addresses.getFirst().id(), addresses), Ensemble.SECRET,
                Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMillis(1500), tls);
    }

    @Override
    public void close() {
        peers.values().parallelStream().forEach(EmbeddedPeer::close);
    }
}
