package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent.Done;
import dev.baton.coordination.CoordinationEvent.ReadDone;
import dev.baton.coordination.CoordinationEvent.Unknown;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import dev.baton.zookeeper.EmbeddedPeer.Mode;
import dev.baton.zookeeper.EngineTls.Speech;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.zookeeper.common.ClientX509Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Who may take part in an ensemble that speaks TLS, and who hears what it says.
@ResourceLock("how TLS is spoken")
final class SecuredEnsembleTest {

    private static final NodePath A = NodePath.ROOT.child("a");
    private static final String WORDS = "words-that-nobody-else-shall-read";

    @TempDir
    private static Path certificates;
    private static Identities made;

    @TempDir
    private Path directory;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void certificates() {
        made = new Identities(certificates);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened.reversed()) {
            closeable.close();
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private Optional<EngineTls> node(Speech speech) {
        return Optional.of(made.node(speech));
    }

    /// Writes through three peers that hear each other through cables, as does the client, and returns the cables.
    private List<Cable> cablesOf(Optional<EngineTls> tls, String name) {
        List<PeerAddress> real = Ensemble.addresses(3);
        List<Cable> cables = real.stream().flatMap(peer -> IntStream.of(peer.quorumPort(), peer.electionPort(),
                peer.clientPort()).mapToObj(port -> opened(new Cable(port)))).toList();
        List<EmbeddedPeer> peers = IntStream.rangeClosed(1, 3).mapToObj(own -> opened(new EmbeddedPeer(
                Ensemble.config(own, real.stream().map(peer -> peer.id() == own ? peer : new PeerAddress(peer.id(),
                        peer.host(), peer.clientPort(), port(cables, peer, 0), port(cables, peer, 1))).toList(),
                        directory.resolve(name + own), tls)))).toList();
        peers.forEach(EmbeddedPeer::start);
        Recorder client = opened(new Recorder(new ClientConfig(List.of(cables.get(2).address()), Ensemble.SECRET,
                Ensemble.PATIENCE, Ensemble.PATIENCE, Ensemble.PATIENCE, tls)));
        assertThat(client.answerTo(new Op.Create(A, Bytes.of(WORDS)))).isInstanceOf(Done.class);
        await("all follow").atMost(Ensemble.PATIENCE).until(() -> peers.stream().noneMatch(peer ->
                peer.mode() == Mode.LOOKING));
        return cables;
    }

    private static int port(List<Cable> cables, PeerAddress peer, int which) {
        return cables.get((peer.id() - 1) * 3 + which).address().getPort();
    }

    @Test
    void nothing_that_is_written_is_heard_between_peers_or_on_the_way_to_a_client() {
        List<Cable> clear = cablesOf(Optional.empty(), "clear");
        assertThat(clear.get(2).heard(WORDS)).as("a client in the clear").isTrue();
        assertThat(clear.stream().filter(cable -> cable.heard(WORDS)).count()).as("and peers").isGreaterThan(1);

        List<Cable> secured = cablesOf(node(Speech.INSISTS), "secured");
        assertThat(secured).noneMatch(cable -> cable.heard(WORDS)).noneMatch(cable -> cable.heard("baton"));
        assertThat(secured.get(2).connections()).isPositive();
        assertThat(secured.stream().filter(cable -> cable.connections() > 0).count()).isGreaterThan(2);
    }

    @Test
    void a_client_in_the_clear_or_of_another_authority_is_refused_and_nothing_changes() {
        Ensemble ensemble = opened(Ensemble.of(3, directory, node(Speech.INSISTS)).start());
        Recorder client = opened(new Recorder(ensemble.client(1)));
        assertThat(client.answerTo(new Op.Create(A, Bytes.of("before")))).isInstanceOf(Done.class);

        for (Optional<EngineTls> other : List.of(Optional.<EngineTls>empty(),
                Optional.of(made.stranger()))) {
            try (var refused = new Recorder(ensemble.client(1, Ensemble.SECRET, other))) {
                assertThat(refused.answerTo(new Op.SetData(A, Bytes.of("after"), Op.ANY_VERSION)))
                        .isInstanceOf(Unknown.class);
            }
        }
        client.perform(new CoordinationCall.Read(new Token("read"), A));
        assertThat(client.answer(new Token("read"))).isInstanceOfSatisfying(ReadDone.class, read ->
                assertThat(read.entry().orElseThrow().data()).isEqualTo(Bytes.of("before")));
    }

    @Test
    void a_peer_of_another_authority_takes_no_part_and_one_of_the_cluster_does() {
        List<PeerAddress> real = Ensemble.addresses(3);
        List<Cable> cables = List.of(opened(new Cable(real.get(0).electionPort())),
                opened(new Cable(real.get(1).electionPort())));
        List<EmbeddedPeer> peers = IntStream.rangeClosed(1, 2).mapToObj(id -> opened(new EmbeddedPeer(Ensemble.config(
                id, real, directory.resolve("peer" + id), node(Speech.INSISTS))))).toList();
        peers.forEach(EmbeddedPeer::start);
        await("a majority").atMost(Ensemble.PATIENCE).until(() -> peers.stream().noneMatch(peer ->
                peer.mode() == Mode.LOOKING));

        List<PeerAddress> seen = List.of(through(real.get(0), cables.get(0)), through(real.get(1), cables.get(1)),
                real.get(2));
        try (var stranger = new EmbeddedPeer(Ensemble.config(3, seen, directory.resolve("stranger"),
                Optional.of(made.stranger())))) {
            stranger.start();
            await("it tries").atMost(Ensemble.PATIENCE).until(() -> cables.stream().allMatch(cable ->
                    cable.connections() > 4));
            assertThat(stranger.mode()).isEqualTo(Mode.LOOKING);
        }
        EmbeddedPeer third = opened(new EmbeddedPeer(Ensemble.config(3, real, directory.resolve("peer3"),
                node(Speech.INSISTS))));
        third.start();
        await("it follows").atMost(Ensemble.PATIENCE).until(() -> third.mode() == Mode.FOLLOWER);
    }

    private static PeerAddress through(PeerAddress peer, Cable cable) {
        return new PeerAddress(peer.id(), peer.host(), peer.clientPort(), peer.quorumPort(), cable.address().getPort());
    }

    @Test
    void a_port_of_a_peer_is_closed_to_the_clear_to_strangers_and_to_callers_of_the_cluster() throws Exception {
        Ensemble ensemble = opened(Ensemble.of(3, directory, node(Speech.INSISTS)).start());
        PeerAddress leader = ensemble.leader().config().self();
        List<EngineTls> others = List.of(made.stranger(), made.caller());
        for (int port : List.of(leader.quorumPort(), leader.electionPort())) {
            try (var clear = new Socket("127.0.0.1", port)) {
                clear.setSoTimeout((int) Ensemble.PATIENCE.toMillis());
                clear.getOutputStream().write(new byte[64]);
                assertThat(closed(clear)).as("in the clear").isTrue();
            }
            for (EngineTls other : others) {
                try (var socket = (SSLSocket) context(other).getSocketFactory().createSocket("127.0.0.1", port)) {
                    socket.setSoTimeout((int) Ensemble.PATIENCE.toMillis());
                    assertThat(closed(socket)).as(other.identity().toString()).isTrue();
                }
            }
        }
    }

    /// Returns whether the other side has ended it. That it is silent for long instead is an error of the test.
    private static boolean closed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() == -1;
        } catch (java.net.SocketTimeoutException open) {
            throw open;
        } catch (IOException ended) {
            return true;
        }
    }

    private static SSLContext context(EngineTls tls) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new javax.net.ssl.KeyManager[] {ClientX509Util.createKeyManager(tls.identity().toString(), "",
                "PEM")}, new javax.net.ssl.TrustManager[] {ClientX509Util.createTrustManager(tls.authority()
                .toString(), "", "PEM", false, false, false, false, false, true)}, null);
        return context;
    }

    @Test
    void a_running_ensemble_is_led_to_tls_and_back_one_peer_after_the_other_while_its_client_writes() {
        Ensemble ensemble = opened(Ensemble.of(3, directory).start());
        Recorder client = opened(new Recorder(ensemble.client(1)));
        assertThat(client.answerTo(new Op.Create(A, Bytes.EMPTY))).isInstanceOf(Done.class);
        List<Optional<EngineTls>> way = List.of(node(Speech.ACCEPTS), node(Speech.SPEAKS), node(Speech.INSISTS),
                node(Speech.SPEAKS), node(Speech.ACCEPTS), Optional.empty());
        Optional<EngineTls> before = Optional.empty();
        for (Optional<EngineTls> now : way) {
            for (int id = 1; id <= 3; id++) {
                ensemble.restart(id, now);
                for (Optional<EngineTls> spoken : List.of(before, now)) {
                    try (var other = new Recorder(ensemble.client(id, Ensemble.SECRET, spoken))) {
                        other.awaitWrite(A);
                    }
                }
            }
            before = now;
        }
        client.awaitWrite(A);
    }

    @Test
    void over_tls_votes_are_given_and_taken_as_in_the_clear() throws IOException {
        var ensemble = opened(new GrownEnsemble(3, directory, node(Speech.INSISTS)));
        Recorder client = opened(new Recorder(ensemble.client()));
        await("the first write").atMost(Ensemble.PATIENCE).until(() ->
                client.answerTo(new Op.Create(A, Bytes.EMPTY)) instanceof Done);
        ensemble.grow(2, 1);
        ensemble.grow(3, 2);
        ensemble.shrink(ensemble.leader());
        ensemble.awaitServing();
        client.awaitWrite(A);
        assertThat(ensemble.changes().read().voters()).hasSize(2);
    }

    @Test
    void what_is_written_for_the_engine_is_its_owners_only_and_a_key_that_it_does_not_know_is_refused()
            throws IOException {
        EngineTls tls = node(Speech.INSISTS).orElseThrow();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tls.identity())))
                .isEqualTo("rw-------");
        Ensemble ensemble = opened(Ensemble.of(1, directory, Optional.of(tls)).start());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ensemble.peer(1).config().dataDir())))
                .isEqualTo("rwx------");
        assertThatThrownBy(() -> EngineTls.prepare(tls.authority(), tls.authority(), tls.authority(),
                directory.resolve("none.pem"), Speech.INSISTS)).isInstanceOf(IOException.class)
                .hasMessageContaining("the coordination engine cannot use " + tls.authority());
    }
}
