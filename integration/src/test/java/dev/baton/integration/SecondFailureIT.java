package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.GroupState;
import dev.baton.core.model.ResourceState;
import dev.baton.demo.clients.Seen;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Three active, one passive: the first failure is covered, the second is not, and says so.
class SecondFailureIT {

    @Test
    void the_standby_takes_the_first_group_and_nobody_the_second_until_a_node_returns()
            throws IOException, InterruptedException, SQLException {
        long began = System.nanoTime();
        try (LiveCluster cluster = LiveCluster.begin("second-failure")) {
            Machines machines = new Machines(cluster);
            String standby = machines.standby();
            String first = cluster.owner("evs3");
            Map<String, Seen> before = cluster.seen();

            cluster.kill(first);
            cluster.await("evs3 is online on " + standby, () -> cluster.isOnline("evs3")
                    && cluster.owner("evs3").equals(standby));
            assertThat(cluster.group("evs3").resourceIds()).hasSize(3).allSatisfy(resource ->
                    assertThat(cluster.group("evs3").stateOf(resource)).isEqualTo(ResourceState.ONLINE));
            cluster.awaitRows(Set.of("evs3"));
            cluster.assertOutages(before, "evs3", 1);
            cluster.assertUntouched(before, "evs3");
            LiveCluster.say("first failure: evs3 online on " + standby, began);

            String second = cluster.owner("evs2");
            cluster.kill(second);
            cluster.await("evs2 is Failed", () -> cluster.group("evs2").state() instanceof GroupState.Failed);
            whyNamesEveryNode(cluster, first, second, standby);
            cluster.assertUntouched(before, "evs2", "evs3");
            LiveCluster.say("second failure: evs2 is Failed", began);

            cluster.bringBack(first);
            cluster.await("evs2 is online on " + first, () -> cluster.isOnline("evs2")
                    && cluster.owner("evs2").equals(first));
            cluster.awaitRows();
            cluster.assertOutages(before, "evs2", 1);
            cluster.assertOutages(before, "evs3", 1);
            cluster.assertUntouched(before, "evs2", "evs3");
            LiveCluster.say("a node returned: evs2 online on " + first, began);
            cluster.judge();
        }
    }

    private static void whyNamesEveryNode(LiveCluster cluster, String first, String second, String standby)
            throws IOException, InterruptedException {
        Command why = cluster.baton("why", "evs2");
        assertThat(why.exit()).as(why.toString()).isZero();
        assertThat(why.out()).startsWith("evs2 is Failed: no node may take it.");
        String home = cluster.owner("evs1");
        assertThat(why.out().lines()).as(why.out())
                .anyMatch(line -> line.strip().matches(home + " +no +runs evs1.*one group per node.*"))
                .anyMatch(line -> line.strip().matches(standby + " +no +runs evs3.*one group per node.*"))
                .anyMatch(line -> line.strip().matches(first + " +no +down.*"))
                .anyMatch(line -> line.strip().matches(second + " +no +down.*"));
        assertThat(why.said()).contains("It starts by itself when ");
    }
}
