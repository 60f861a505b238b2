package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent.Done;
import dev.baton.coordination.CoordinationEvent.ReadDone;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import dev.baton.zookeeper.EmbeddedPeer.Mode;
import dev.baton.zookeeper.PeerConfig.Entry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Votes are given and taken while the ensemble runs.
final class ReconfigurationTest {

    private static final NodePath A = NodePath.ROOT.child("a");

    @TempDir
    private Path directory;

    private static void assertKept(Recorder client, String token) {
        client.perform(new CoordinationCall.Read(new Token(token), A));
        assertThat(client.answer(new Token(token))).isInstanceOfSatisfying(ReadDone.class, read ->
                assertThat(read.entry().orElseThrow().data()).isEqualTo(Bytes.of("kept")));
    }

    @Test
    void an_ensemble_of_one_grows_to_five_and_back_though_it_is_always_the_leader_that_goes() throws IOException {
        try (var ensemble = new GrownEnsemble(5, directory, Optional.empty());
                var client = new Recorder(ensemble.client())) {
            assertThat(client.answerTo(new Op.Create(A, Bytes.of("kept")))).isInstanceOf(Done.class);
            for (int id = 2; id <= 5; id++) {
                ensemble.grow(id, 1);
                assertThat(ensemble.changes().read().voters()).hasSize(id);
            }
            assertThat(ensemble.peer(5).mode()).isIn(Mode.FOLLOWER, Mode.LEADER);
            for (int left = 4; left >= 1; left--) {
                ensemble.shrink(ensemble.leader());
                assertThat(ensemble.changes().read().voters()).hasSize(left);
                ensemble.awaitServing();
                assertKept(client, "read with " + left);
            }
            client.awaitWrite(A);
        }
    }

    @Test
    void what_was_decided_counts_after_a_restart_and_not_what_each_peer_was_told_on_its_first_day()
            throws IOException {
        try (var ensemble = new GrownEnsemble(3, directory, Optional.empty());
                var client = new Recorder(ensemble.client())) {
            assertThat(client.answerTo(new Op.Create(A, Bytes.of("kept")))).isInstanceOf(Done.class);
            ensemble.grow(2, 1);
            ensemble.grow(3, 1);
            for (int id = 1; id <= 3; id++) {
                ensemble.peer(id).stop();
                restart(ensemble, id);
                ensemble.awaitServing();
            }
            for (int id = 1; id <= 3; id++) {
                ensemble.peer(id).stop();
            }
            restart(ensemble, 1);
            ensemble.awaitMode(1, Mode.LOOKING);
            restart(ensemble, 2);
            restart(ensemble, 3);
            ensemble.awaitServing();
            assertThat(IntStream.rangeClosed(1, 3).mapToObj(id -> ensemble.peer(id).mode()))
                    .containsExactlyInAnyOrder(Mode.LEADER, Mode.FOLLOWER, Mode.FOLLOWER);
            assertKept(client, "afterwards");
            assertThat(ensemble.changes().read().voters()).extracting(PeerAddress::id).containsExactly(1, 2, 3);
        }
    }

    /// With what it was told on its first day.
    private static void restart(GrownEnsemble ensemble, int id) {
        ensemble.start(id, id == 1 ? List.of(ensemble.address(1)) : List.of(ensemble.address(1),
                ensemble.address(id)), id == 1 ? Entry.FOUNDER : Entry.OBSERVER);
    }

    @Test
    void a_peer_that_observes_when_it_is_restarted_observes_afterwards() throws IOException {
        try (var ensemble = new GrownEnsemble(2, directory, Optional.empty())) {
            restart(ensemble, 2);
            ensemble.awaitMode(2, Mode.OBSERVER);
            ensemble.peer(2).stop();
            restart(ensemble, 2);
            ensemble.awaitMode(2, Mode.OBSERVER);
            assertThat(ensemble.changes().read().voters()).hasSize(1);
            assertThat(ensemble.changes().give(ensemble.address(2)).voters()).hasSize(2);
            ensemble.awaitServing();
        }
    }

    @Test
    void a_vote_that_would_leave_no_majority_is_not_given() throws IOException {
        try (var ensemble = new GrownEnsemble(2, directory, Optional.empty());
                var client = new Recorder(ensemble.client())) {
            Electorate before = ensemble.changes().read();

            assertThat(ensemble.changes().give(ensemble.address(2))).isEqualTo(before);
            assertThat(client.answerTo(new Op.Create(A, Bytes.EMPTY))).isInstanceOf(Done.class);
        }
    }

    @Test
    void who_does_not_know_the_secret_changes_nothing() throws IOException {
        try (var ensemble = new GrownEnsemble(2, directory, Optional.empty())) {
            restart(ensemble, 2);
            ensemble.awaitMode(2, Mode.OBSERVER);
            ClientConfig right = ensemble.client();
            Reconfiguration stranger = new Reconfiguration(new ClientConfig(right.servers(),
                    new ClusterSecret("another secret of 30 letters"), right.session(), right.connecting(),
                    right.answer(), right.tls()));

            assertThatThrownBy(() -> stranger.give(ensemble.address(2))).hasMessageContaining("NoAuth");
            assertThat(ensemble.changes().read().voters()).hasSize(1);
        }
    }

    @Test
    void a_voter_that_lost_its_disk_has_no_say_until_it_knows_everything_again() {
        try (var ensemble = Ensemble.of(3, directory).start(); var client = new Recorder(ensemble.client(1))) {
            ensemble.peer(3).stop();
            assertThat(client.answerTo(new Op.Create(A, Bytes.of("kept")))).isInstanceOf(Done.class);
            ensemble.peer(1).stop();
            ensemble.peer(2).forget();
            List<PeerAddress> all = ensemble.peer(1).config().peers();
            try (var returned = new EmbeddedPeer(Ensemble.changing(2, all, directory.resolve("peer2"),
                    Optional.empty(), Entry.RETURNING))) {
                returned.start();
                ensemble.peer(3).start();
                // Neither knows what was written last: two founders would have elected each other by now.
                await("no election").during(Duration.ofSeconds(2)).atMost(Ensemble.PATIENCE).until(() ->
                        returned.mode() == Mode.LOOKING && ensemble.peer(3).mode() == Mode.LOOKING);
                ensemble.peer(1).start();
                await("it follows").atMost(Ensemble.PATIENCE).until(() -> returned.mode() == Mode.FOLLOWER);
                assertKept(client, "afterwards");
                ensemble.peer(3).stop();
                client.awaitWrite(A);
            }
        }
    }

    @Test
    void a_client_follows_the_ensemble_to_servers_that_it_did_not_know() throws IOException {
        try (var ensemble = new GrownEnsemble(2, directory, Optional.empty())) {
            ClientConfig all = ensemble.client();
            try (var client = new Recorder(all.withServers(List.of(ensemble.address(1).client())))) {
                assertThat(client.answerTo(new Op.Create(A, Bytes.of("kept")))).isInstanceOf(Done.class);
                ensemble.grow(2, 1);
                ((ZooKeeperCoordination) client.client()).follow(List.of(ensemble.address(2).client()));
                ensemble.shrink(1);

                client.awaitWrite(A);
            }
        }
    }

    @Test
    void a_directory_of_a_server_without_an_ensemble_is_taken_over() throws Exception {
        var address = Ensemble.addresses(1).getFirst();
        Path data = Files.createDirectories(directory.resolve("peer1"));
        EngineSettings.apply(Optional.empty(), Optional.empty());
        Files.writeString(data.resolve("initialize"), "");
        var log = new FileTxnSnapLog(data.toFile(), data.toFile());
        var before = new ZooKeeperServer(log, 200, "");
        var port = new NIOServerCnxnFactory();
        port.configure(new InetSocketAddress(address.host(), address.clientPort()), 0, -1, false);
        port.startup(before);
        try (var world = new ZooKeeper(address.host() + ":" + address.clientPort(), 10_000, _ -> {})) {
            world.create("/a", Bytes.of("kept").toArray(), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
        port.shutdown();
        before.shutdown(true);
        log.close();

        try (var peer = new EmbeddedPeer(Ensemble.changing(1, List.of(address), data, Optional.empty(),
                Entry.FOUNDER));
                var client = new Recorder(new ClientConfig(List.of(address.client()), Ensemble.SECRET,
                        Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(5), Optional.empty()))) {
            peer.start();
            assertKept(client, "afterwards");
            assertThat(peer.mode()).isEqualTo(Mode.STANDALONE);
        }
    }
}
