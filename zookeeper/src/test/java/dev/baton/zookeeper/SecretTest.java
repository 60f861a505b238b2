package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import java.nio.file.Path;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.NoAuthException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretTest {

    private static final NodePath A = NodePath.ROOT.child("a");

    @TempDir
    private Path directory;

    @Test
    void a_client_with_another_secret_is_refused() {
        try (var ensemble = Ensemble.of(1, directory).start(); var client = new Recorder(ensemble.client(1))) {
            client.answerTo(new Op.Create(A, Bytes.EMPTY));

            try (var stranger = new Recorder(ensemble.client(1, new ClusterSecret("another secret of 30 letters")))) {
                for (Op op : List.of(new Op.SetData(A, Bytes.EMPTY, 0), new Op.Delete(A, 0),
                        new Op.Create(A.child("b"), Bytes.EMPTY), new Op.Create(A.parent().child("c"), Bytes.EMPTY))) {
                    assertThat(stranger.answerTo(op)).isInstanceOfSatisfying(CoordinationEvent.Refused.class,
                            refused -> assertThat(refused.why()).isEqualTo(CoordinationEvent.Refusal.FORBIDDEN));
                }
            }
        }
    }

    @Test
    void the_world_may_neither_read_nor_create_nor_list() throws Exception {
        try (var ensemble = Ensemble.of(1, directory).start(); var client = new Recorder(ensemble.client(1))) {
            client.answerTo(new Op.Create(A, Bytes.EMPTY));
            String server = "127.0.0.1:" + ensemble.peer(1).config().self().clientPort();

            var world = new ZooKeeper(server, 10_000, _ -> {});
            try {
                assertThatThrownBy(() -> world.getData("/a", false, null)).isInstanceOf(NoAuthException.class);
                assertThatThrownBy(() -> world.getChildren("/", false)).isInstanceOf(NoAuthException.class);
                assertThatThrownBy(() -> world.getChildren("/baton-internal", false))
                        .isInstanceOf(NoAuthException.class);
                assertThatThrownBy(() -> world.create("/b", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT))
                        .isInstanceOf(NoAuthException.class);
                assertThatThrownBy(() -> world.delete("/a", -1)).isInstanceOf(NoAuthException.class);
                assertThatThrownBy(() -> world.setACL("/", Ids.OPEN_ACL_UNSAFE, -1))
                        .isInstanceOf(NoAuthException.class);
            } finally {
                world.close();
            }
        }
    }

    @Test
    void a_secret_is_never_printed() {
        assertThat(new ClusterSecret("0123456789abcdef")).hasToString("(secret)");
        assertThatThrownBy(() -> new ClusterSecret("short")).hasMessageNotContaining("'short'");
    }
}
