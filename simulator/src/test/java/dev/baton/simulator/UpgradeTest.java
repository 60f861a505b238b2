package dev.baton.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.simulated.Chance;
import dev.baton.cluster.controller.RunViews;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.simulator.check.OneOwner;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Documents;
import dev.baton.simulator.world.Machine;
import dev.baton.simulator.world.Options;
import dev.baton.simulator.world.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Scenario A: a strict product on four nodes, three groups, the fourth node standing by.
class UpgradeTest {

    private static final Options OPTIONS = new Options(4, false, 3, LeaseTimings.QUICK, DataMode.STRICT,
            new Options.Upgrade(Preset.FEWEST_OUTAGES, UpgradeSpec.ConvertWhen.WITH_MOVE, UpgradeSpec.Failback.NEVER,
                    UpgradeSpec.Restart.NEVER, Set.of(), UpgradeSpec.OnFailure.STOP, Optional.empty()), Set.of(),
            Duration.ofMillis(3), false, Options.Special.NONE);
    private static final Duration LONG = Duration.ofMinutes(30);

    private final List<String> starts = new ArrayList<>();
    private final RunViews views = new RunViews();

    private Cluster cluster(long seed) {
        Cluster cluster = new Cluster(OPTIONS, new Chance(seed), true);
        cluster.add(new OneOwner(cluster));
        cluster.add(new Watcher() {
            @Override
            public void started(NodeId node, HeldKey key, SortedMap<String, String> environment) {
                if (key.resource().value().equals("database")) {
                    starts.add(key + " on " + node);
                }
            }
        });
        cluster.machines().values().forEach(Machine::start);
        cluster.front().ask(new Request.ApplyConfiguration(cluster.document(), Optional.empty()), _ -> { });
        await(cluster, () -> cluster.allOnline() && cluster.image().members().stream()
                .allMatch(node -> node.version(Documents.PRODUCT).isPresent()));
        starts.clear();
        Plan plan = switch (Planner.plan(cluster.image(), Documents.upgrade(OPTIONS))) {
            case Planning.Planned planned -> planned.plan();
            case Planning.Infeasible none -> throw new AssertionError(none.toString());
        };
        cluster.front().ask(new Request.StartRun(plan), _ -> { });
        return cluster;
    }

    private static void await(Cluster cluster, java.util.function.BooleanSupplier condition) {
        assertThat(cluster.until(LONG, condition)).as(String.join("\n", cluster.trace().lines())).isTrue();
    }

    private void finishes(Cluster cluster) {
        await(cluster, () -> views.all(cluster.tree()).stream().findFirst()
                .flatMap(run -> views.of(cluster.tree(), run, cluster.time().now()))
                .map(RunView::status).filter("finished"::equals).isPresent() && cluster.allOnline());
        assertThat(cluster.breached()).isEmpty();
        assertThat(cluster.image().groups().values()).allSatisfy(group ->
                assertThat(group.format()).hasToString("2.0"));
        assertThat(cluster.image().members()).allSatisfy(node -> {
            assertThat(node.version(Documents.PRODUCT)).contains(Documents.NEW);
            assertThat(node.holds()).isEmpty();
        });
        assertThat(starts).as(String.join("\n", cluster.trace().lines())).hasSize(3);
    }

    @Test
    void four_nodes_and_three_groups_are_upgraded_with_one_outage_each() {
        finishes(cluster(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_daemon_killed_and_restarted_within_its_lease_costs_the_run_nothing(long seed) {
        Cluster cluster = cluster(seed);
        Chance chance = new Chance(seed).of("accidents");
        for (int accident = 0; accident < 8; accident++) {
            cluster.run(Duration.ofMillis(chance.between(2_000, 7_000)));
            Machine machine = chance.oneIn(3) ? cluster.leader().orElseThrow()
                    : chance.oneOf(List.copyOf(cluster.machines().values()));
            machine.kill();
            cluster.run(Duration.ofMillis(chance.between(1, 2_000)));
            machine.start();
        }
        finishes(cluster);
    }
}
