package dev.baton.integration;

import dev.baton.coordination.pem.MadeAuthority;
import dev.baton.coordination.pem.MadeAuthority.Signed;
import dev.baton.demo.clients.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Nodes whose coordination engine speaks TLS.
class SecuredClusterIT {

    /// Over TLS the engine takes longer to find a new leader, and every node's lease outlasts that from before the
    /// first step on.
    private static final Duration LEASE = Duration.ofSeconds(12);

    private static void configure(Path settings, String access) throws IOException {
        List<String> kept = Files.readAllLines(settings).stream().filter(line -> !line.startsWith("access:"))
                .toList();
        Files.writeString(settings, String.join("\n", kept) + "\n" + access + "\n");
    }

    private static Path administrator(LiveCluster cluster, Path directory) throws IOException, InterruptedException {
        List<String> said = cluster.done("token", "anna", "administrator").out().lines().map(String::strip).toList();
        Path token = Files.writeString(directory.resolve("anna.token"), said.get(1));
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        cluster.showToken(token);
        return Files.writeString(directory.resolve("callers"), said.get(3) + "\n");
    }

    @Test
    void a_running_cluster_is_led_to_tls_daemon_by_daemon_unnoticed_and_outlives_the_loss_of_its_engines_leader()
            throws IOException, InterruptedException, SQLException {
        try (LiveCluster cluster = LiveCluster.begin("secured", LiveCluster.SMALL, LEASE)) {
            Path made = Files.createDirectory(cluster.local().directory().resolve("made"));
            MadeAuthority authority = new MadeAuthority(made, "cluster");
            Signed node = authority.node("node");
            Path callers = administrator(cluster, made);
            Map<String, Seen> before = cluster.seen();
            for (String step : List.of("accept-tls", "speak-tls", "only-tls")) {
                for (String machine : cluster.local().shape().machines()) {
                    configure(cluster.local().node(machine).directory().resolve("batond.yaml"), "access: {tokens: \""
                            + callers + "\", certificate: \"" + node.certificate() + "\", key: \"" + node.key()
                            + "\", authority: \"" + authority.certificate() + "\", between-nodes: " + step + "}");
                    cluster.restartSecured(machine, authority.certificate());
                }
                cluster.awaitWhole();
            }
            cluster.assertUntouched(before);

            String lost = cluster.ensembleLeader();
            List<String> groups = cluster.groupsOn(lost);
            cluster.kill(lost);
            for (String group : groups) {
                cluster.await(group + " is elsewhere", () -> cluster.isOnline(group)
                        && !cluster.owner(group).equals(lost));
            }
            cluster.heal();
            cluster.judge();
        }
    }
}
