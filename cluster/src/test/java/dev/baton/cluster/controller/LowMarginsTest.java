package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.api.LeaseMargin;
import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.tree.EventRecord;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LowMarginsTest {

    private static final Instant BOOT = Instant.EPOCH.plusSeconds(100);
    private static final int PERCENT = 40;
    private final LowMargins margins = new LowMargins();

    /// Returns whether there is something to tell after a heartbeat that left so much of ten seconds.
    private boolean news(int left, int at) {
        margins.forget();
        margins.note(new LeaseMargin(new NodeId("node1"), Duration.ofSeconds(left), Duration.ofSeconds(10)), PERCENT,
                BOOT.plusSeconds(at));
        return margins.isWaiting();
    }

    @Test
    void a_margin_that_comes_and_goes_is_told_once_until_it_was_well_for_five_minutes() {
        assertThat(news(9, 0)).isFalse();
        assertThat(news(4, 1)).as("just enough").isFalse();
        assertThat(news(3, 2)).isTrue();
        assertThat(news(9, 3)).isFalse();
        assertThat(news(2, 4)).isFalse();
        assertThat(news(9, 200)).isFalse();
        assertThat(news(1, 303)).as("was low 299 s ago").isFalse();
        assertThat(news(9, 603)).isFalse();
        assertThat(news(1, 604)).as("was well for 300 s").isTrue();
        assertThat(news(-1, 605)).isFalse();
    }

    @Test
    void a_node_that_beats_late_is_named_in_the_history_once_with_what_was_left() {
        Lab lab = Lab.atRest(Documents.of(4, 3));
        for (int times = 0; times < 3; times++) {
            lab.node("node2").kill();
            lab.pass(Duration.ofMillis(3500));
            lab.node("node2").goOn();
            lab.pass(Duration.ofSeconds(20));
        }
        List<EventRecord> low = lab.records().stream().filter(event -> event.kind() == EventKind.LEASE_MARGIN_LOW)
                .toList();
        assertThat(low).singleElement().satisfies(event -> {
            assertThat(event.subject()).isEqualTo("node2");
            assertThat(event.text()).startsWith("node2 renewed its lease of 5000 ms with ")
                    .contains(" ms left, less than 40 %");
        });
        assertThat(lab.image().node(new NodeId("node2")).up()).isTrue();
    }
}
