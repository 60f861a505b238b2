package dev.baton.server.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.controller.RunViews;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Scenario A with everything real but machines and engine. More seeds: `-Dwhole.seeds=500`.
class WholeUpgradeTest {

    private static final Duration LONG = Duration.ofMinutes(30);

    @Test
    void four_nodes_and_three_groups_are_upgraded_with_one_outage_each() {
        VirtualCluster cluster = new VirtualCluster(1, VirtualDocuments.of(4, 3));
        long before = starts(cluster);
        run(cluster);
        finished(cluster);
        assertThat(starts(cluster) - before).isEqualTo(3);
    }

    @Test
    void a_daemon_killed_and_restarted_within_its_lease_costs_the_run_nothing() {
        for (long seed = 0; seed < Integer.getInteger("whole.seeds", 12); seed++) {
            try {
                VirtualCluster cluster = new VirtualCluster(seed, VirtualDocuments.of(4, 3));
                long before = starts(cluster);
                restartSomebody(cluster, cluster.world().random(), cluster.world().time().now().plusSeconds(90));
                run(cluster);
                finished(cluster);
                assertThat(starts(cluster) - before).as("databases started").isEqualTo(3);
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed, broken);
            }
        }
    }

    @Test
    void accidents_in_a_run_make_no_second_owner_and_no_unfit_start() {
        for (long seed = 0; seed < Integer.getInteger("whole.seeds", 12); seed++) {
            try {
                VirtualCluster cluster = new VirtualCluster(seed, VirtualDocuments.of(4, 3));
                Instant end = cluster.world().time().now().plusSeconds(80);
                harmSomebody(cluster, cluster.world().random(), end);
                start(cluster);
                while (cluster.world().time().now().isBefore(end)) {
                    cluster.world().run(Duration.ofSeconds(1));
                }
                cluster.heal();
                cluster.world().run(Duration.ofSeconds(60));
                assertThat(cluster.world().breaches()).as(String.join("\n", cluster.world().history())).isEmpty();
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed, broken);
            }
        }
    }

    private static void harmSomebody(VirtualCluster cluster, Random random, Instant until) {
        cluster.world().time().after(Duration.ofMillis(2_000 + random.nextInt(8_000)), () -> {
            if (cluster.world().time().now().isBefore(until)) {
                List<NodeId> nodes = List.copyOf(cluster.image().nodes().keySet());
                NodeId node = random.nextInt(3) == 0 ? cluster.leaderNode() : nodes.get(random.nextInt(nodes.size()));
                cluster.world().note("harm to " + node);
                switch (random.nextInt(4)) {
                    case 0 -> cluster.kill(node);
                    case 1 -> cluster.freeze(node);
                    case 2 -> cluster.cut(node);
                    default -> cluster.lose(node);
                }
                cluster.world().time().after(Duration.ofMillis(random.nextInt(12_000)), cluster::heal);
                harmSomebody(cluster, random, until);
            }
        });
    }

    private static void restartSomebody(VirtualCluster cluster, Random random, Instant until) {
        cluster.world().time().after(Duration.ofMillis(3_000 + random.nextInt(9_000)), () -> {
            if (cluster.world().time().now().isBefore(until)) {
                NodeId node = random.nextInt(3) == 0 ? cluster.leaderNode()
                        : List.copyOf(cluster.image().nodes().keySet()).get(random.nextInt(4));
                cluster.kill(node);
                cluster.world().time().after(Duration.ofMillis(random.nextInt(2_500)), () -> cluster.start(node));
                restartSomebody(cluster, random, until);
            }
        });
    }

    private static void run(VirtualCluster cluster) {
        start(cluster);
        for (int second = 0; second < LONG.toSeconds() && !status(cluster).equals("finished"); second++) {
            cluster.world().run(Duration.ofSeconds(1));
        }
    }

    private static void start(VirtualCluster cluster) {
        Plan plan = switch (Planner.plan(cluster.image(), VirtualDocuments.upgrade())) {
            case Planning.Planned planned -> planned.plan();
            case Planning.Infeasible none -> throw new AssertionError(none.toString());
        };
        cluster.accepted(new Request.StartRun(plan));
    }

    private static void finished(VirtualCluster cluster) {
        String history = String.join("\n", cluster.world().history());
        assertThat(cluster.world().breaches()).as(history).isEmpty();
        assertThat(status(cluster)).as(history).isEqualTo("finished");
        cluster.await("all online", LONG, cluster::allOnline);
        assertThat(cluster.image().groups().values()).allSatisfy(group ->
                assertThat(group.format()).hasToString("2.0"));
        assertThat(cluster.image().members()).allSatisfy(node -> {
            assertThat(node.version(VirtualDocuments.PRODUCT)).contains(VirtualDocuments.NEW);
            assertThat(node.holds()).isEmpty();
        });
        assertThat(cluster.ran()).hasSize(7).doesNotHaveDuplicates();
    }

    private static long starts(VirtualCluster cluster) {
        return cluster.world().history().stream()
                .filter(line -> line.matches("\\S+ \\S+ started .*-database .*")).count();
    }

    private static String status(VirtualCluster cluster) {
        RunViews views = new RunViews();
        List<RunId> all = views.all(cluster.tree());
        return all.isEmpty() ? "" : views.of(cluster.tree(), all.getLast(), cluster.world().time().now())
                .map(RunView::status).orElse("");
    }
}
