package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.contract.CoordinationContract;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.NoAuthException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An ensemble that serves others too: each cluster has an entry of its own, and everything below it.
final class SharedEnsembleTest {

    private static final NodePath APPS = NodePath.ROOT.child("apps");
    private static final NodePath A = NodePath.ROOT.child("a");
    private static final ClusterSecret ANOTHER = new ClusterSecret("the secret of another cluster");

    @TempDir
    private static Path directory;

    private static Ensemble ensemble;

    @BeforeAll
    static void one_server() {
        ensemble = Ensemble.of(1, directory).start();
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @Nested
    final class BelowAnEntry extends CoordinationContract {

        BelowAnEntry() {
            super(new EnsembleStage(ensemble, 1, NodePath.ROOT.child("contract")));
        }
    }

    @Test
    void clusters_below_two_entries_see_nothing_of_each_other_and_the_rest_is_left_to_others() throws Exception {
        try (var one = new Recorder(ensemble.client(1).below(NodePath.ROOT.child("one")));
                var two = new Recorder(ensemble.client(1, ANOTHER).below(NodePath.ROOT.child("two")))) {
            assertThat(one.answerTo(new Op.Create(A, Bytes.of(new byte[] {1})))).isInstanceOf(
                    CoordinationEvent.Done.class);
            assertThat(two.answerTo(new Op.Create(A, Bytes.of(new byte[] {2})))).isInstanceOf(
                    CoordinationEvent.Done.class);
            one.perform(new CoordinationCall.Mirror(NodePath.ROOT));
            CoordinationEvent seen = one.awaitEvent("a snapshot", CoordinationEvent.Snapshot.class::isInstance);
            assertThat(seen).isInstanceOfSatisfying(CoordinationEvent.Snapshot.class, snapshot ->
                    assertThat(snapshot.entries()).extractingByKey(A).satisfies(entry ->
                            assertThat(entry.data()).isEqualTo(Bytes.of(new byte[] {1}))));
            assertThat(((CoordinationEvent.Snapshot) seen).entries().keySet()).noneMatch(path ->
                    path.value().contains("two"));

            var world = new ZooKeeper("127.0.0.1:" + ensemble.peer(1).config().self().clientPort(), 10_000, _ -> {});
            try {
                world.create("/others", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
                assertThat(world.getChildren("/", false)).contains("one", "two", "others");
                assertThatThrownBy(() -> world.getData("/one/a", false, null)).isInstanceOf(NoAuthException.class);
            } finally {
                world.close();
            }
        }
    }

    @Test
    void where_nothing_is_above_the_entry_it_waits_for_somebody_who_makes_it() throws Exception {
        try (var client = new Recorder(ensemble.client(1).below(APPS.child("baton")))) {
            var early = client.submit(new Op.Create(A, Bytes.EMPTY));
            assertThat(client.answer(early)).isInstanceOf(CoordinationEvent.Unknown.class);

            var world = new ZooKeeper("127.0.0.1:" + ensemble.peer(1).config().self().clientPort(), 10_000, _ -> {});
            try {
                world.create(APPS.value(), new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            } finally {
                world.close();
            }
            await("a write that is done").atMost(Ensemble.PATIENCE).pollDelay(Duration.ZERO).until(() ->
                    client.answerTo(new Op.Create(A, Bytes.EMPTY)) instanceof CoordinationEvent.Done);
            assertThat(client.answerTo(new Op.SetData(A, Bytes.EMPTY, 0))).isInstanceOf(CoordinationEvent.Done.class);
        }
    }
}
