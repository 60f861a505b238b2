package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.demo.local.Ground;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
            List<String> restarted = cluster.awaitEndThroughRestarts();
            assertThat(cluster.run().status()).as(cluster.run().toString()).isEqualTo("finished");
            cluster.awaitWhole();
            assertThat(restarted).as("each once").containsExactlyInAnyOrderElementsOf(cluster.local().shape()
                    .nodeNames());
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

    private static Map<String, String> boots(LiveCluster cluster) {
        Map<String, String> boots = new TreeMap<>();
        cluster.image().members().forEach(node -> boots.put(node.id().value(), node.bootId()));
        return boots;
    }
}
