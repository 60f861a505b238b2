package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import dev.baton.zookeeper.EmbeddedPeer.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPeerTest {

    private static final NodePath A = NodePath.ROOT.child("a");

    @TempDir
    private Path directory;

    @Test
    void a_server_stopped_and_started_again_has_what_was_written_and_its_client_comes_back() {
        try (var ensemble = Ensemble.of(1, directory).start(); var client = new Recorder(ensemble.client(1))) {
            client.perform(new CoordinationCall.Mirror(NodePath.ROOT));
            assertThat(client.answerTo(new Op.Create(A, Bytes.of("kept")))).isInstanceOf(CoordinationEvent.Done.class);
            assertThat(ensemble.peer(1).mode()).isEqualTo(Mode.STANDALONE);
            // Only what was shown can be stale.
            client.awaitEvent("the snapshot", CoordinationEvent.Snapshot.class::isInstance);

            ensemble.peer(1).stop();
            assertThat(ensemble.peer(1).mode()).isEqualTo(Mode.STOPPED);
            assertThat(client.answerTo(new Op.Delete(A, 0))).isInstanceOf(CoordinationEvent.Unknown.class);
            ensemble.peer(1).start();

            client.awaitWrite(A);
            client.perform(new CoordinationCall.Read(new Token("read"), A));
            assertThat(client.answer(new Token("read"))).isInstanceOfSatisfying(CoordinationEvent.ReadDone.class,
                    read -> assertThat(read.entry().orElseThrow().version()).isPositive());
            client.awaitEvent("stale", new CoordinationEvent.Stale(NodePath.ROOT)::equals);
        }
    }

    @Test
    void the_root_of_the_tree_shows_nothing_of_the_engine() {
        try (var ensemble = Ensemble.of(1, directory).start(); var client = new Recorder(ensemble.client(1))) {
            client.answerTo(new Op.Create(A, Bytes.EMPTY));
            client.perform(new CoordinationCall.Mirror(NodePath.ROOT));
            var snapshot = (CoordinationEvent.Snapshot) client.awaitEvent("the snapshot",
                    CoordinationEvent.Snapshot.class::isInstance);

            assertThat(snapshot.entries().keySet()).containsExactly(NodePath.ROOT, A);
            assertThat(client.answerTo(new Op.SetData(InternalPaths.BARRIER, Bytes.EMPTY, -1)))
                    .isInstanceOf(CoordinationEvent.Refused.class);
        }
    }

    @Test
    void a_port_in_use_is_refused_in_one_sentence_and_nothing_is_changed() throws IOException {
        try (var ensemble = Ensemble.of(3, directory);
                var user = new ServerSocket(ensemble.peer(1).config().self().quorumPort(), 1,
                        InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(ensemble.peer(1)::start).isInstanceOf(PeerRefused.class)
                    .hasMessageStartingWith("port " + user.getLocalPort() + " of 127.0.0.1 (coordination, for the "
                            + "other peers) cannot be had:");
            assertThat(ensemble.peer(1).mode()).isEqualTo(Mode.STOPPED);
            assertThat(directory.resolve("peer1")).doesNotExist();
        }
    }

    @Test
    void the_directory_of_another_peer_is_refused() throws IOException {
        try (var ensemble = Ensemble.of(3, directory)) {
            Path data = Files.createDirectories(directory.resolve("peer1"));
            Files.writeString(data.resolve("myid"), "2\n");

            assertThatThrownBy(ensemble.peer(1)::start).isInstanceOf(PeerRefused.class)
                    .hasMessage("coordination peer 1 cannot start with its data in " + data
                            + ": the directory belongs to coordination peer 2.");
        }
    }

    @Test
    void a_peer_without_a_majority_is_looking_and_answers_nothing() {
        try (var ensemble = Ensemble.of(3, directory); var client = new Recorder(ensemble.client(1))) {
            ensemble.peer(1).start();

            assertThat(client.answerTo(new Op.Create(A, Bytes.EMPTY))).isInstanceOf(CoordinationEvent.Unknown.class);
            assertThat(ensemble.peer(1).mode()).isEqualTo(Mode.LOOKING);
            ensemble.start();

            assertThat(client.answerTo(new Op.Create(A, Bytes.EMPTY))).isInstanceOf(CoordinationEvent.Done.class);
            assertThat(List.of(ensemble.peer(1).mode(), ensemble.peer(2).mode(), ensemble.peer(3).mode()))
                    .containsExactlyInAnyOrder(Mode.LEADER, Mode.FOLLOWER, Mode.FOLLOWER);
        }
    }
}
