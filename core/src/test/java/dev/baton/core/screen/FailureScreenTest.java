package dev.baton.core.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.FailureRecord;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Report;
import dev.baton.core.model.ResourceId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class FailureScreenTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private final ClusterImage image = Scenes.cluster(DataMode.STRICT, true, 4, 1, 2, 3);
    private final GroupImage evs1 = image.group(Scenes.group(1));

    private FailureRecord failed(int node, long epoch, int minutesAgo) {
        return FailureRecord.NONE.with(new FailureRecord.Failure(Scenes.node(node), epoch,
                NOW.minusSeconds(60L * minutesAgo), "database: its start failed"));
    }

    @Test
    void a_group_that_never_failed_has_nothing_to_say() {
        assertThat(new FailureScreen(evs1, FailureRecord.NONE, NOW).lines()).isEmpty();
    }

    @Test
    void restarts_and_failures_are_counted_against_what_is_allowed_and_how_to_forget_them_is_said() {
        Report said = evs1.currentReport().orElseThrow();
        GroupImage restarted = evs1.withReport(Optional.of(new Report(said.node(), said.incarnation(), said.epoch(),
                said.states(), said.failure(), said.format(), new TreeMap<>(Map.of(new ResourceId("database"), 2)))));
        assertThat(new FailureScreen(restarted, failed(4, 99, 3), NOW).lines()).containsExactly(
                "resource database was restarted in place 2 times; it may be 3 times in 10m",
                "failed on node4 3m ago: database: its start failed",
                "1 of 2 failovers in 10m used",
                "forget them: baton group clear " + evs1.id());
    }

    @Test
    void what_is_older_than_the_period_counts_no_more() {
        assertThat(new FailureScreen(evs1, failed(4, 99, 11), NOW).lines()).isEmpty();
    }
}
