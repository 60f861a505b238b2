package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.tree.Json;
import dev.baton.demo.DemoResult;
import dev.baton.demo.DemoResult.ServerLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a new user starts, from its first to its last line.
class UpgradeIT {

    private static final long LEAST_ROWS = 1_000;

    @Test
    void the_upgrade_costs_one_outage_per_group_and_no_row() throws IOException, InterruptedException {
        DemoResult result = demo();
        assertThat(result.outages()).isEqualTo(3).isEqualTo(result.plannedOutages()).isEqualTo(result.lowerBound());
        assertThat(result.servers()).extracting(ServerLine::outages).containsOnly(1);
        assertUpgraded(result);
        // Once each, onto a node that is upgraded already: nobody is where it was.
        assertThat(result.servers()).allSatisfy(server -> assertThat(server.owner())
                .isNotEqualTo(server.ownerBefore()));
    }

    @Test
    void the_written_procedure_costs_two_outages_per_group_and_no_row() throws IOException, InterruptedException {
        DemoResult result = demo("--preset", "documented");
        assertThat(result.outages()).isEqualTo(6).isEqualTo(result.plannedOutages());
        assertThat(result.lowerBound()).isEqualTo(3);
        assertThat(result.servers()).extracting(ServerLine::outages).containsOnly(2);
        assertUpgraded(result);
        assertThat(result.servers()).allSatisfy(server -> assertThat(server.owner()).isEqualTo(server.ownerBefore()));
    }

    private static DemoResult demo(String... more) throws IOException, InterruptedException {
        long began = System.nanoTime();
        List<String> line = new ArrayList<>(List.of("demo", "--once", "--json", "--keep",
                "target/logs/upgrade" + String.join("-", more)));
        line.addAll(List.of(more));
        Command demo = Command.baton(Map.of(), line.toArray(String[]::new));
        LiveCluster.say("baton " + String.join(" ", line), began);
        assertThat(demo.out()).as(demo.toString()).startsWith("{");
        DemoResult result = Json.read(demo.out(), DemoResult.class);
        assertThat(result.failures()).as(demo.err()).isEmpty();
        assertThat(demo.exit()).as(demo.toString()).isZero();
        return result;
    }

    private static void assertUpgraded(DemoResult result) {
        assertThat(result.nodes()).hasSize(4).allSatisfy(node -> {
            assertThat(node.before()).isEqualTo("1.4.200");
            assertThat(node.after()).isEqualTo("2.5.252");
        });
        assertThat(result.servers()).hasSize(3).allSatisfy(server -> {
            assertThat(server.rowsAcknowledged()).isGreaterThanOrEqualTo(LEAST_ROWS).isEqualTo(server.rowsFound());
            assertThat(server.rowsLost()).isZero();
            assertThat(server.formatBefore()).isEqualTo("1.4");
            assertThat(server.formatAfter()).isEqualTo("2.5");
            assertThat(server.versionBefore()).isEqualTo("1.4.200");
            assertThat(server.versionAfter()).isEqualTo("2.5.252");
            assertThat(server.oldVersionRefuses()).as("1.4.200 refuses the converted files").isTrue();
        });
    }
}
