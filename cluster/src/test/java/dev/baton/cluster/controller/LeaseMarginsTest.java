package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.api.LeaseMargin;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LeaseMarginsTest {

    private static final Instant BOOT = Instant.EPOCH.plusSeconds(100);
    private static final Duration LEASE = Duration.ofSeconds(8);
    private final LeaseMargins margins = new LeaseMargins();

    private void beat(String node, int left, int at) {
        margins.note(new LeaseMargin(new NodeId(node), Duration.ofSeconds(left), LEASE), BOOT.plusSeconds(at));
    }

    private void smallest(String node, int left) {
        assertThat(margins.smallest()).contains(new LeaseMargin(new NodeId(node), Duration.ofSeconds(left), LEASE));
    }

    @Test
    void nothing_is_known_before_a_heartbeat_followed_another() {
        assertThat(margins.smallest()).isEmpty();
    }

    @Test
    void the_node_that_came_nearest_is_named_for_five_minutes_at_least_and_ten_at_most() {
        beat("node1", 7, 0);
        beat("node2", 3, 1);
        beat("node1", 6, 2);
        smallest("node2", 3);
        beat("node1", 6, 301);
        smallest("node2", 3);
        beat("node1", 5, 602);
        smallest("node1", 5);
    }

    @Test
    void what_was_long_ago_counts_no_more_after_a_silence() {
        beat("node1", -1, 0);
        beat("node1", 7, 3600);
        smallest("node1", 7);
    }
}
