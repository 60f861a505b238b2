package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.demo.local.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service with a master and slaves that refer to it leaves the cluster's control, while every node is changed, and
/// comes back: on real machines, with databases that roll in the same run, aborted in the middle, and with the death of
/// its owner's daemon.
class DetachIT {

    private static final ProductId SECRET = new ProductId("secret");
    private static final String ALONE = """
            upgrade: secret-2
            products:
            """;

    @Test
    void a_master_leaves_the_cluster_while_every_node_is_changed_and_databases_roll_and_comes_back_to_its_slaves(
            @TempDir Path directory) throws IOException, InterruptedException, SQLException {
        try (SecretService secret = SecretService.in(directory);
                LiveCluster cluster = LiveCluster.begin("detach", Shape.USUAL, secret.variables())) {
            secret.begin(cluster);
            secret.hold("node3", true);
            assertThat(cluster.startUpgrade(Files.readString(cluster.local().upgradeFile()).replace("restart: never",
                    secret.product() + "restart: never"))).contains("detach secret1 on node1");
            outsideTheCluster(cluster, secret);
            secret.hold("node3", false);
            ends(cluster, "finished");
            asBefore(cluster, secret, "2");
            assertThat(secret.read("saved")).as("the backup, made while nobody used it").isNotEmpty();
            assertThat(new HashSet<>(secret.masters())).as("drilled on every node").containsAll(cluster.local().shape()
                    .nodeNames().stream().map(node -> "cluster on " + node).toList());
            assertThat(cluster.image().groups().values()).filteredOn(group -> !group.id().value().equals("secret1"))
                    .allSatisfy(group -> assertThat(group.format()).hasToString("2.5"));
            cluster.judge();
        }
    }

    @Test
    void a_run_that_is_aborted_while_the_master_is_outside_brings_it_back_and_lets_its_users_go(
            @TempDir Path directory) throws IOException, InterruptedException {
        try (SecretService secret = SecretService.in(directory);
                LiveCluster cluster = LiveCluster.begin("detach-abort", Shape.USUAL, secret.variables())) {
            secret.begin(cluster);
            secret.hold("node3", true);
            cluster.startUpgrade(ALONE + secret.product() + "restart: never\n");
            outsideTheCluster(cluster, secret);
            cluster.done("upgrade", "abort", "--yes");
            secret.hold("node3", false);
            ends(cluster, "aborted");
            asBefore(cluster, secret, "");
            assertThat(cluster.image().nodes().values()).allSatisfy(node -> assertThat(node.holds()).isEmpty());
        }
    }

    @Test
    void the_death_of_the_owners_daemon_leaves_the_master_where_it_is_and_the_run_goes_on(
            @TempDir Path directory) throws IOException, InterruptedException {
        try (SecretService secret = SecretService.in(directory);
                LiveCluster cluster = LiveCluster.begin("detach-death", Shape.USUAL, secret.variables())) {
            secret.begin(cluster);
            secret.hold("node3", true);
            cluster.startUpgrade(ALONE + secret.product() + "restart: never\n");
            outsideTheCluster(cluster, secret);
            cluster.kill("node1");
            cluster.await("node1 is down", () -> !cluster.isUp("node1"));
            secret.hold("node3", false);
            cluster.await("the run waits for node1", () -> cluster.run().waitingFor()
                    .filter(what -> what.contains("node1")).isPresent());
            assertThat(secret.isServedBy("node1", List.of("node3", "node4"))).as("slaves are served").isTrue();
            assertThat(cluster.owner("secret1")).isEqualTo("node1");
            assertThat(cluster.group("secret1").word()).isEqualTo("Detached");
            cluster.bringBack("node1");
            ends(cluster, "finished");
            asBefore(cluster, secret, "2");
        }
    }

    /// Returns when the master runs outside the cluster on node1, its users silent and its slaves referring to it
    /// there, and the cluster says so.
    private static void outsideTheCluster(LiveCluster cluster, SecretService secret) throws IOException,
            InterruptedException {
        cluster.await("node3 is being changed", () -> cluster.run().stages().stream()
                .flatMap(stage -> stage.steps().stream()).anyMatch(step -> step.state().equals("now")
                        && step.text().startsWith("install secret 2 on node3")));
        cluster.await("its slaves refer to node1", () -> secret.isServedBy("node1", List.of("node3", "node4")));
        assertThat(secret.silent()).containsExactly("no-maintenance", "silent-app1", "silent-node2");
        assertThat(secret.told("app1")).isEqualTo("silent");
        assertThat(secret.read("ssh-calls")).contains("-o BatchMode=yes").contains("-- app1 ");
        String run = cluster.run().run().value();
        assertThat(cluster.done("why", "secret1").out())
                .contains("secret1 is Detached on node1: detached by run " + run);
        assertThat(cluster.baton("status").said()).contains("secret1 is detached by run " + run);
        assertThat(cluster.done("events", "--about", "secret1").said())
                .contains("secret1 is detached: nobody takes it over");
    }

    private static void asBefore(LiveCluster cluster, SecretService secret, String version) {
        cluster.awaitWhole();
        List<String> nodes = cluster.local().shape().nodeNames();
        cluster.await("every slave and user is served by the cluster", () -> secret.isServedBy("cluster", nodes)
                && secret.isServedBy("cluster", List.of(SecretService.OUTSIDE)));
        assertThat(secret.silent()).isEmpty();
        assertThat(secret.conflicts()).as("masters beside another").isEmpty();
        assertThat(cluster.owner("secret1")).isEqualTo("node1");
        assertThat(cluster.group("secret1").placement().detachment()).isEmpty();
        assertThat(cluster.image().members()).filteredOn(node -> !node.witness() && !version.isEmpty())
                .allSatisfy(node -> assertThat(node.version(SECRET)).contains(new Version(version)));
        assertThat(cluster.image().members()).allMatch(NodeImage::up);
    }

    private static void ends(LiveCluster cluster, String how) {
        cluster.await("the run ends", () -> cluster.run().ended().isPresent());
        assertThat(cluster.run().status()).as(cluster.run().toString()).isEqualTo(how);
    }
}
