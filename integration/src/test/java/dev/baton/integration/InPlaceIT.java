package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// A scanner that cannot be rolled beside databases that can, in one run on real machines, while clients write.
class InPlaceIT {

    private static final ProductId SCANNER = new ProductId("scanner");

    /// The scanner holds its node's lock for as long as it lives, and its installer fails where somebody has that.
    private static final String KIND = """
            kind: scanner
            product: scanner
            resources:
              engine: {type: process, with: {run: 'exec flock -n "%1$s/lock-$BATON_NODE" sleep 1000000'}}
            version: 'cat "%1$s/$BATON_NODE"'
            data: compatible
            upgrade: in-place-offline
            probe:
              command: 'echo "$BATON_NODE" >> "%1$s/asked"; ! flock -n "%1$s/lock-node1" true'
              on: node4
              every: 200ms
            """;
    private static final String PRODUCT = """
              - product: scanner
                from: ">=7 <8"
                to:   8
                install: 'flock -n "%1$s/lock-$BATON_NODE" true && echo 8 > "%1$s/$BATON_NODE"'
                undo:    'flock -n "%1$s/lock-$BATON_NODE" true && echo 7 > "%1$s/$BATON_NODE"'
                takes: 2s
            """;

    @Test
    void a_node_is_changed_under_what_cannot_be_rolled_in_the_run_that_moves_the_others() throws IOException,
            InterruptedException, SQLException {
        try (LiveCluster cluster = LiveCluster.begin("in-place")) {
            Path directory = scanner(cluster);
            assertThat(cluster.startUpgrade(Files.readString(cluster.local().upgradeFile()).replace("restart: never",
                    PRODUCT.formatted(directory) + "restart: never")))
                    .contains("scan1 stays and is offline meanwhile: upgraded in place");
            cluster.await("the run ends", () -> cluster.run().ended().isPresent());
            assertThat(cluster.run().status()).as(cluster.run().toString()).isEqualTo("finished");
            assertThat(cluster.image().members()).filteredOn(node -> !node.witness()).hasSize(4).allSatisfy(node ->
                    assertThat(node.version(SCANNER)).contains(new Version("8")));
            assertThat(cluster.owner("scan1")).isEqualTo("node1");
            assertThat(Files.readAllLines(directory.resolve("asked"))).as("who was asked in the clients' place")
                    .hasSizeGreaterThanOrEqualTo(2).containsOnly("node4");
            assertThat(cluster.run().groups()).filteredOn(group -> group.group().value().equals("scan1"))
                    .singleElement().satisfies(group -> assertThat(group.clients()).as("what its clients saw")
                            .isNotEmpty().allSatisfy(wait -> assertThat(wait).isPositive()));
            assertThat(cluster.run().groups()).hasSize(4).allSatisfy(group -> assertThat(group.seen())
                    .as("outages of " + group.group()).hasSize(1));
            assertThat(cluster.image().groups().values()).filteredOn(group -> !group.id().value().equals("scan1"))
                    .allSatisfy(group -> assertThat(group.format()).hasToString("2.5"));
            cluster.awaitWhole();
            cluster.judge();
        }
    }

    /// Gives every node version 7 of the scanner, lets it run on the first one, and returns its directory.
    private static Path scanner(LiveCluster cluster) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(cluster.local().clusterFile().resolveSibling("scanner"));
        for (String node : cluster.local().shape().nodeNames()) {
            Files.writeString(directory.resolve(node), "7\n");
        }
        Files.writeString(cluster.local().clusterFile().resolveSibling("kinds").resolve("scanner.yaml"),
                KIND.formatted(directory));
        Path file = cluster.local().clusterFile().resolveSibling("with-scanner.yaml");
        Files.writeString(file, Files.readString(cluster.local().clusterFile()).replace("one-group-per-node: true",
                "one-group-per-node: no") + "  scan1: {kind: scanner, prefer: [node1], possible: [node1]}\n");
        cluster.done("config", "apply", "-f", file.toString());
        cluster.await("the scanner runs", () -> cluster.isOnline("scan1") && cluster.image().members().stream()
                .filter(node -> !node.witness()).allMatch(node -> node.version(SCANNER).isPresent()));
        return directory;
    }
}
