package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.journal.RunView;
import dev.baton.core.model.Version;
import dev.baton.demo.clients.Seen;
import dev.baton.demo.clients.Server;
import dev.baton.demo.local.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// A database whose new version opens what the old one wrote: Derby, on real machines, while clients write. Every node
/// is upgraded, looked at, and taken back; then upgraded again, and the data converted. In the order in which one
/// cluster can show it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DerbyIT {

    private static final String OLD_FORMAT = "10.14";
    private static final String NEW_FORMAT = "10.17";

    private static LiveCluster cluster;
    private static Map<String, String> owners = Map.of();
    private static Map<String, Seen> before = Map.of();

    @BeforeAll
    static void start() throws IOException {
        cluster = LiveCluster.begin("derby", Shape.USUAL, DerbyWorkload::new);
        owners = owners();
    }

    @AfterAll
    static void every_row_is_there() throws IOException, SQLException {
        try (LiveCluster ended = cluster) {
            ended.judge();
        }
    }

    @Test
    @Order(1)
    void every_node_is_upgraded_with_one_outage_per_group_and_the_data_stays_as_it_was() throws IOException,
            InterruptedException, SQLException {
        before = cluster.seen();
        assertThat(cluster.startUpgrade(Files.readString(cluster.local().upgradeFile()))).contains("outages      6");
        waitsBeforeTheFirstConversion();
        assertVersions(derby().to());
        assertFormats(OLD_FORMAT);
        assertOutages(1);
    }

    @Test
    @Order(2)
    void before_the_data_is_converted_the_way_back_restores_versions_and_owners() throws IOException,
            InterruptedException, SQLException {
        cluster.done("upgrade", "rollback", "--yes");
        cluster.await("the way back is shown, for it costs outages", () -> cluster.run().proposed().isPresent());
        assertThat(cluster.run().proposed().orElseThrow().outages()).as("one per group").hasSize(3);
        cluster.done("upgrade", "approve", "--yes");
        ends("rolled-back");
        assertVersions(derby().from());
        assertFormats(OLD_FORMAT);
        assertThat(owners()).isEqualTo(owners);
    }

    @Test
    @Order(3)
    void the_data_is_converted_when_a_person_approves_it_and_the_old_version_then_refuses_it() throws IOException,
            InterruptedException, SQLException {
        before = cluster.seen();
        cluster.startUpgrade(Files.readString(cluster.local().upgradeFile()));
        waitsBeforeTheFirstConversion();
        assertFormats(OLD_FORMAT);
        cluster.done("upgrade", "approve", "--yes");
        ends("finished");
        assertVersions(derby().to());
        assertFormats(NEW_FORMAT);
        assertOutages(2);
        assertThat(cluster.run().outages()).as("as announced").isEqualTo(6);
        for (String group : owners.keySet()) {
            assertThat(derby().oldVersionRefuses(group)).as("10.14 refuses the data of " + group).isTrue();
            assertThat(derby().oldVersionOpensWhatWasConverted(group)).as("10.14 opens what it was before").isTrue();
        }
    }

    private static DerbyWorkload derby() {
        return (DerbyWorkload) cluster.local().workload();
    }

    private static Map<String, String> owners() {
        Map<String, String> owners = new TreeMap<>();
        cluster.local().shape().serverNames().forEach(group -> owners.put(group, cluster.owner(group)));
        return owners;
    }

    private static void waitsBeforeTheFirstConversion() {
        cluster.await("the run waits before the first conversion", () -> {
            RunView run = cluster.run();
            assertThat(run.ended()).as(run.toString()).isEmpty();
            return run.waitingFor().filter(what -> what.contains("stop-before")).isPresent();
        });
        cluster.awaitRows();
    }

    private static void ends(String how) {
        cluster.await("the run ends", () -> cluster.run().ended().isPresent());
        assertThat(cluster.run().status()).as(cluster.run().toString()).isEqualTo(how);
        cluster.awaitWhole();
        assertThat(cluster.image().nodes().values()).allSatisfy(node -> assertThat(node.holds()).isEmpty());
    }

    /// What is installed on every node, and what serves the clients.
    private static void assertVersions(Version version) throws SQLException {
        assertThat(cluster.image().members()).filteredOn(node -> !node.witness()).hasSize(4)
                .allSatisfy(node -> assertThat(node.version(derby().product())).contains(version));
        for (Server server : cluster.local().servers().values()) {
            assertThat(derby().serverVersion(server)).as(server.group()).isEqualTo(version.value());
        }
    }

    /// What the data says, and what the cluster knows of it.
    private static void assertFormats(String format) throws IOException {
        for (String group : owners.keySet()) {
            assertThat(derby().format(group)).as("data of " + group).isEqualTo(format);
            assertThat(cluster.group(group).format()).hasToString(format);
        }
    }

    private static void assertOutages(int each) {
        assertThat(before).hasSize(3);
        before.forEach((group, _) -> cluster.assertOutages(before, group, each));
        cluster.run().groups().forEach(line -> assertThat(line.seen()).as("outages of " + line.group()).hasSize(each));
    }
}
