package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The way back on real machines, while clients write.
class RollbackIT {

    private static final ProductId H2 = new ProductId("h2");
    private static final Version OLD = new Version("1.4.200");

    @Test
    void a_run_is_rolled_back_before_its_first_conversion_although_its_leader_dies_on_the_way() throws IOException,
            InterruptedException, SQLException {
        try (LiveCluster cluster = LiveCluster.begin("rollback", LiveCluster.SMALL)) {
            Map<String, String> owners = owners(cluster);
            waitsBeforeTheFirstConversion(cluster);
            assertThat(upgraded(cluster)).isEqualTo(1);
            cluster.done("upgrade", "rollback", "--yes");
            String leader = cluster.leader();
            cluster.kill(leader);
            cluster.await(leader + " is down", () -> !cluster.isUp(leader));
            cluster.bringBack(leader);
            cluster.await("the run ends", () -> cluster.run().ended().isPresent());
            assertThat(cluster.run().status()).isEqualTo("rolled-back");
            cluster.awaitWhole();
            assertThat(upgraded(cluster)).isZero();
            owners.values().remove(leader);
            assertThat(owners(cluster)).as("groups that the accident left alone").containsAllEntriesOf(owners);
            assertThat(cluster.image().nodes().values()).allSatisfy(node -> assertThat(node.holds()).isEmpty());
            Command again = cluster.baton("upgrade", "rollback", "--yes");
            assertThat(again.exit()).as(again.toString()).isEqualTo(1);
            assertThat(again.err()).contains("there is one run at a time");
            cluster.judge();
        }
    }

    private static void waitsBeforeTheFirstConversion(LiveCluster cluster) throws IOException, InterruptedException {
        cluster.startUpgrade(Files.readString(cluster.local().upgradeFile()) + "stop-before: [first-convert]\n");
        cluster.await("the run waits before the first conversion", () -> cluster.run().waitingFor()
                .filter(what -> what.contains("stop-before")).isPresent());
    }

    private static long upgraded(LiveCluster cluster) {
        return cluster.image().nodes().values().stream().filter(NodeImage::up)
                .filter(node -> node.version(H2).filter(OLD::equals).isEmpty() && node.version(H2).isPresent()).count();
    }

    private static Map<String, String> owners(LiveCluster cluster) {
        Map<String, String> owners = new TreeMap<>();
        cluster.local().shape().serverNames().forEach(group -> owners.put(group, cluster.owner(group)));
        return owners;
    }
}
