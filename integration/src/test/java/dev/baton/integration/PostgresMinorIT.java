package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.Version;
import dev.baton.demo.clients.Seen;
import dev.baton.demo.clients.Server;
import dev.baton.demo.local.Shape;
import dev.baton.demo.local.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Two nodes that both serve, and a new minor version of what they serve: PostgreSQL 15.13 to 15.19, on real machines,
/// while clients write.
class PostgresMinorIT {

    private static final Shape BOTH_SERVE = new Shape(2, 4);

    @Test
    void two_nodes_that_both_serve_are_upgraded_one_after_the_other_and_every_group_is_where_it_was()
            throws IOException, InterruptedException, SQLException {
        try (LiveCluster cluster = LiveCluster.begin("postgres-minor", BOTH_SERVE, PostgresWorkload::new)) {
            Workload postgres = cluster.local().workload();
            assertVersion(cluster, postgres.from());
            Map<String, String> owners = owners(cluster);
            Map<String, Seen> before = cluster.seen();
            assertThat(cluster.startUpgrade(Files.readString(cluster.local().upgradeFile())))
                    .contains("outages      8");
            cluster.await("the run ends", () -> cluster.run().ended().isPresent());
            assertThat(cluster.run().status()).as(cluster.run().toString()).isEqualTo("finished");
            cluster.awaitWhole();
            assertVersion(cluster, postgres.to());
            assertThat(owners(cluster)).isEqualTo(owners);
            // Each was away and came back: those of node1 while that was changed, those of node2 while that was.
            assertThat(cluster.run().outages()).isEqualTo(8);
            owners.keySet().forEach(group -> cluster.assertOutages(before, group, 2));
            assertThat(cluster.image().nodes().values()).allSatisfy(node -> assertThat(node.holds()).isEmpty());
            cluster.judge();
            cluster.done("group", "offline", "evs1", "--yes");
            assertThat(postgres.oldVersionRefuses("evs1")).as("15.13 opens what 15.19 left").isFalse();
        }
    }

    private static Map<String, String> owners(LiveCluster cluster) {
        Map<String, String> owners = new TreeMap<>();
        cluster.local().shape().serverNames().forEach(group -> owners.put(group, cluster.owner(group)));
        return owners;
    }

    /// What is installed on every node, and what serves the clients.
    private static void assertVersion(LiveCluster cluster, Version version) throws SQLException {
        Workload workload = cluster.local().workload();
        assertThat(cluster.image().members()).filteredOn(node -> !node.witness()).hasSize(2)
                .allSatisfy(node -> assertThat(node.version(workload.product())).contains(version));
        for (Server server : cluster.local().servers().values()) {
            assertThat(workload.serverVersion(server)).as(server.group()).isEqualTo(version.value());
        }
    }
}
