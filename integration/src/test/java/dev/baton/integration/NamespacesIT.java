package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/// Accidents to nodes that are machines of their own: network, processes, mounts and name in namespaces. One cluster,
/// one accident after the other; each writes a history, which is checked when the cluster is whole again.
///
/// `-Dit.test=NamespacesIT -Drounds=20` for twenty of each in a row. Only root can; others skip it and say so.
@ExtendWith(Rounds.class)
class NamespacesIT {

    private static NamespacedCluster cluster;

    private List<String> nodes;
    private Machines machines;

    @BeforeEach
    void a_whole_cluster(TestInfo test) throws IOException {
        NamespacedCluster.assumePossible();
        if (cluster == null) {
            cluster = NamespacedCluster.begin("namespaces");
        }
        String name = test.getTestMethod().orElseThrow().getName();
        cluster.beginTest(name);
        machines = new Machines(cluster.live());
        nodes = cluster.live().local().shape().nodeNames();
    }

    @AfterEach
    void the_history_is_in_order() throws IOException, SQLException {
        NamespacedCluster used = cluster;
        cluster = null;
        if (used != null) {
            try {
                used.endTest();
                cluster = used;
            } finally {
                if (cluster == null) {
                    // The next test gets another.
                    used.close();
                }
            }
        }
    }

    @AfterAll
    static void end() throws IOException {
        try (NamespacedCluster last = cluster) {
            cluster = null;
        }
    }

    @EveryRound
    void an_owner_whose_cable_is_pulled_loses_its_group_and_nobody_else_notices() throws IOException {
        String node = machines.ownerOnly();
        List<String> groups = cluster.live().groupsOn(node);
        cluster.lose(node, "link cut", () -> cluster.ground().cut(node));
        cluster.awaitTakenOver(node, groups);
        assertThat(nodes).contains(node);
    }
}
