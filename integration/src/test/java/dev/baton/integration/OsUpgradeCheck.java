package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.demo.clients.Seen;
import dev.baton.demo.local.Ground;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The operating system of every machine, the witness among them, from one release of Debian to the next: each machine
/// has a root of its own, from which `batond`, its part of the coordination engine and PostgreSQL run; the installer
/// names the next root and restarts the machine. Clients write from another machine throughout.
///
/// Needs root, debootstrap and a mirror of Debian; the two trees are made once and kept below `target`.
class OsUpgradeCheck {

    private static final Path TREES = Path.of("target", "debian").toAbsolutePath();
    private static final ProductId SYSTEM = new ProductId("debian");
    private static final String INSTALL = "echo %s >\\\"$POSTGRES_NODE_DIR\\\"/system && "
            + "touch \\\"$POSTGRES_NODE_DIR\\\"/restarting && kill -PWR 1; sleep 1000";

    private static void makeTrees() throws IOException {
        Files.createDirectories(TREES);
        Path script = TREES.resolve("debian-trees.sh");
        try (InputStream content = Objects.requireNonNull(
                OsUpgradeCheck.class.getResourceAsStream("debian-trees.sh"))) {
            Files.write(script, content.readAllBytes());
        }
        Command.ended(Map.of(), List.of("bash", script.toString(), TREES.toString(),
                Command.home().toAbsolutePath().normalize().toString(), System.getProperty("java.home")))
                .mustSucceed();
    }

    private static Map<String, Optional<Version>> systems(LiveCluster cluster) {
        Map<String, Optional<Version>> systems = new TreeMap<>();
        for (NodeImage node : cluster.image().nodes().values()) {
            systems.put(node.id().value(), node.version(SYSTEM));
        }
        return systems;
    }

    private static void assertSystem(LiveCluster cluster, String version) {
        assertThat(systems(cluster)).hasSize(cluster.local().shape().machines().size())
                .allSatisfy((node, system) -> assertThat(system).as(node).contains(new Version(version)));
    }

    @Test
    void every_machine_and_the_witness_get_the_next_release_one_after_the_other_and_no_row_is_lost()
            throws IOException, InterruptedException, SQLException {
        NamespacedCluster.assumePossible();
        NamespacedCluster.assume(Files.isExecutable(Path.of("/usr/sbin/debootstrap")), "there is no debootstrap");
        makeTrees();
        Ground.Site booting = (shape, running) -> {
            for (String machine : shape.machines()) {
                Path directory = Files.createDirectories(running.directory().resolve("nodes").resolve(machine));
                Files.writeString(directory.resolve("system"), "bookworm\n");
            }
            return new Namespaces(shape, running, _ -> List.of("system=" + TREES, "boot"));
        };
        try (LiveCluster cluster = LiveCluster.beginInNamespaces("os", booting, PostgresWorkload::new, _ -> { })) {
            Path files = cluster.local().clusterFile();
            Files.writeString(files, Files.readString(files).replace("\ngroups:", "\nproducts: {" + SYSTEM
                    + ": '. /etc/os-release; echo $VERSION_ID'}\ngroups:"));
            cluster.done("config", "apply", "-f", files.toString());
            cluster.await("every machine says which system it has", () -> systems(cluster).values().stream()
                    .allMatch(Optional::isPresent));
            assertSystem(cluster, "12");
            Map<String, Seen> before = cluster.seen();
            String planned = cluster.startUpgrade("""
                    upgrade: debian-13
                    products:
                      - product: %s
                        from: "12"
                        to: "13"
                        install: "%s"
                        undo: "%s"
                        takes: 20s
                    restart: never
                    """.formatted(SYSTEM, INSTALL.formatted("trixie"), INSTALL.formatted("bookworm")));
            List<String> restarted = cluster.awaitEndThroughRestarts();
            assertThat(cluster.run().status()).as(cluster.run().toString()).isEqualTo("finished");
            assertThat(restarted).as("each once").containsExactlyInAnyOrderElementsOf(
                    cluster.local().shape().machines());
            cluster.awaitWhole();
            assertSystem(cluster, "13");
            assertThat(planned).contains("outages      " + cluster.run().outages());
            cluster.run().groups().forEach(group -> cluster.assertOutages(before, group.group().value(),
                    group.seen().size()));
            cluster.judge();
        }
    }
}
