package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.demo.local.Ground;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Installers that restart their machine by themselves, before they have ended: in namespaces, where the first process
/// of a machine goes, and everything of it with it, while clients write from another machine.
class RebootCheck {

    private static final Ground.Site BOOTING = (shape, cluster) -> new Namespaces(shape, cluster,
            _ -> List.of("boot"));
    /// Ends the first process of its machine, which is not this one's, and never ends by itself.
    private static final String AND_RESTART =
            "%s && touch \"$H2_NODE_DIR\"/restarting && grep -qa machine.sh /proc/1/cmdline && kill -PWR 1; "
            + "sleep 1000";

    @Test
    void a_run_goes_on_where_an_installer_that_restarted_its_machine_was_cut_off() throws IOException,
            InterruptedException, SQLException {
        NamespacedCluster.assumePossible();
        try (LiveCluster cluster = LiveCluster.beginInNamespaces("reboot", BOOTING, _ -> { })) {
            Map<String, String> boots = boots(cluster);
            String upgrade = Files.readString(cluster.local().upgradeFile());
            String install = "'\"$H2_HOME\"/h2-install.sh 2.5.252'";
            assertThat(upgrade).contains("install:   " + install);
            cluster.startUpgrade(upgrade.replace("install:   " + install, "install:   '"
                    + AND_RESTART.formatted(install.replace("'", "")) + "'"));
            Set<String> restarted = new TreeSet<>();
            cluster.await("the run ends", () -> {
                turnOn(cluster, restarted);
                return cluster.run().ended().isPresent();
            });
            assertThat(cluster.run().status()).as(cluster.run().toString()).isEqualTo("finished");
            cluster.awaitWhole();
            assertThat(restarted).containsExactlyElementsOf(cluster.local().shape().nodeNames());
            boots(cluster).forEach((node, boot) -> assertThat(boot.equals(boots.get(node)))
                    .as(node + " has the boot that it had").isEqualTo(!restarted.contains(node)));
            assertThat(cluster.run().groups()).hasSize(3)
                    .allSatisfy(group -> assertThat(group.seen()).as("outages of " + group.group()).hasSize(1));
            for (String group : cluster.local().servers().keySet()) {
                assertThat(cluster.local().workload().format(group)).isEqualTo("2.5");
            }
            cluster.judge();
        }
    }

    /// Turns machines on again that are off, as their firmware would.
    private static void turnOn(LiveCluster cluster, Set<String> restarted) {
        Namespaces ground = (Namespaces) cluster.local().ground();
        for (String node : cluster.local().shape().nodeNames()) {
            if (ground.first(node).isEmpty()) {
                assertThat(cluster.local().node(node).directory().resolve("restarting")).exists();
                assertThat(restarted.add(node)).as(node + " restarted once").isTrue();
                try {
                    cluster.local().start(node);
                } catch (IOException failed) {
                    throw new AssertionError(failed);
                }
            }
        }
    }

    private static Map<String, String> boots(LiveCluster cluster) {
        Map<String, String> boots = new TreeMap<>();
        cluster.image().members().forEach(node -> boots.put(node.id().value(), node.bootId()));
        return boots;
    }
}
