package dev.baton.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.MachineFacts;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.server.ToldCluster;
import dev.baton.server.access.Access;
import dev.baton.server.access.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A run is not started where a machine has less than the upgrade needs.
final class StartNeedsTest {

    private static final NodeId NODE = new NodeId("node1");

    private final ToldCluster cluster = new ToldCluster("started");

    private static UpgradeSpec upgrade(long disk) {
        return new UpgradeSpec("app-2", List.of(new UpgradeSpec.ProductUpgrade(new ProductId("app"),
                VersionRange.parse(">=1.0 <2.0"), new Version("2.0"), Optional.empty(), new Command("install"),
                Optional.empty(), Optional.empty(), Duration.ofMinutes(1))), UpgradeSpec.Restart.NEVER,
                Preset.FEWEST_OUTAGES, UpgradeSpec.Failback.NEVER, UpgradeSpec.ConvertWhen.WITH_MOVE,
                Duration.ofSeconds(10), Set.of(), Optional.empty(), Duration.ZERO, UpgradeSpec.OnFailure.STOP)
                .withNeeds(new UpgradeSpec.Needs(disk, Duration.ofSeconds(1)));
    }

    private Desk.Reply start(UpgradeSpec spec) throws InterruptedException {
        cluster.tree.on(new CoordinationEvent.Snapshot(Paths.NODES, new TreeMap<>(Map.of(Paths.node(NODE),
                new Versioned(Json.write(new NodeDefinition("10.0.0.1", true, false, Amounts.NONE)), 0, 1)))));
        cluster.machine = () -> new MachineFacts(NODE, Instant.now(), "boot", List.of(
                new MachineFacts.FileSystem(List.of("/var"), 700_000_000, 9_000_000_000L)), List.of());
        try (Desk desk = new Desk(NODE, "http://127.0.0.1:1", cluster, Access.ofThisMachine())) {
            return desk.put(Ask.of("tester", "k1", new Request.StartRun(new Plan(spec, 1,
                    PlanBasis.of(ClusterImage.EMPTY), List.of()))), Caller.ANYBODY, false);
        }
    }

    @Test
    void a_start_is_refused_with_what_lacks_and_the_leader_is_not_asked() throws InterruptedException {
        Desk.Reply reply = start(upgrade(2_000_000_000));
        assertThat(reply.accepted()).isEmpty();
        assertThat(reply.problem().reasons()).singleElement().satisfies(because -> {
            assertThat(because.rule()).isEqualTo("the upgrade needs 2 GB on every machine");
            assertThat(because.facts()).contains("node1 has 700 MB of 9 GB free where /var is");
            assertThat(because.wayOut()).contains("make room on node1");
        });
        assertThat(cluster.asked).isEmpty();
    }

    @Test
    void what_is_enough_goes_to_the_leader() throws InterruptedException {
        assertThat(start(upgrade(500_000_000)).accepted()).isPresent();
        assertThat(cluster.asked).hasSize(1);
    }

    @Test
    void a_drill_installs_nothing_and_needs_nothing() throws InterruptedException {
        assertThat(start(UpgradeSpec.drill(Duration.ofSeconds(1))).accepted()).isPresent();
    }
}
