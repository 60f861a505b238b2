package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.integration.HistoryCheck.Event;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A history in which all is well, and what the check says when one line of it is another.
class HistoryCheckTest {

    private static final String WELL = """
            1000 start evs1 node1 1 11
            1000 start evs2 node2 1 21
            1100 lease node1 6000
            1100 lease node2 6050
            1100 lease node4 6070
            1200 op evs1 1 1190 acknowledged
            1200 op evs2 1 1190 acknowledged
            2000 accident cut-of-node1 evs1
            2001 lost node1 evs1
            3000 op evs1 2 2000 in_doubt
            3000 op evs2 2 2990 acknowledged
            5500 end evs1 node1 1 11
            5600 lease node2 10600
            5600 lease node4 10600
            6100 start evs1 node4 2 12
            8000 op evs1 3 7900 acknowledged
            9000 over
            9100 op evs1 4 9050 acknowledged
            9100 op evs2 3 9050 acknowledged
            9200 rows evs1 1-1,3-9
            9200 rows evs2 1-9
            """;

    private static HistoryCheck check(String history) {
        return new HistoryCheck(history.lines().map(Event::parse).toList());
    }

    @Test
    void a_takeover_after_the_lease_with_every_row_is_in_order_and_its_length_is_told() {
        assertThat(check(WELL).faults()).isEmpty();
        assertThat(check(WELL).takeovers()).isEqualTo(Map.of("evs1", 6000L));
        assertThat(check(WELL).acknowledged()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5500 end evs1 node1 1 11        | 6101 end evs1 node1 1 11                  | two owners
            6100 start evs1 node4 2 12      | 6100 start evs1 node4 1 12                | without a higher epoch
            8000 op evs1 3 7900 acknowledged| 8000 fault evs1 node4 2 conflict          | two owners met
            6100 start evs1 node4 2 12      | 5990 start evs1 node4 2 12                | within the lease of node1
            5600 lease node4 10600          | 5600 lease node4 6090                     | without a lease
            1100 lease node1 6000           | 1100 lease node1 5400                     | beyond its node's lease
            9200 rows evs1 1-1,3-9          | 9200 rows evs1 1-1,4-9                    | rows lost, the first 3
            9200 rows evs2 1-9              | 9200 rows evs3 1-9                        | evs2: its rows were not read
            3000 op evs2 2 2990 acknowledged| 3000 op evs2 2 2990 not_sent              | no accident was where it runs
            9100 op evs1 4 9050 acknowledged| 9100 op evs1 4 9050 in_doubt              | not served after the accident
            9000 over                       | 9000 lease node3 12000                    | the history is not whole
            """)
    void one_line_that_is_wrong_is_a_fault(String right, String wrong, String fault) {
        assertThat(WELL).contains(right.strip());
        assertThat(check(WELL.replace(right.strip(), wrong.strip())).faults()).anyMatch(said -> said.contains(fault));
    }

    @Test
    void a_lease_that_was_seen_late_counts_from_when_its_heartbeat_was_sent() {
        String late = WELL.replace("1100 lease node1 6000", "1100 lease node1 5400");
        assertThat(check(late.replace("6100 start", "5700 lease node1 5990\n6100 start")).faults()).isEmpty();
        assertThat(check(late.replace("6100 start", "5700 lease node1 9990\n6100 start")).faults()).anyMatch(fault ->
                fault.contains("beyond its node's lease"));
    }

    @Test
    void a_frozen_owner_may_live_until_it_is_turned_off_and_nobody_begins_before() {
        String fenced = WELL.replace("2001 lost", "2001 fenced evs1\n2001 lost").replace("5500 end", "6090 end");
        assertThat(check(fenced).faults()).isEmpty();
        assertThat(check(fenced.replace("6090 end", "6101 end")).faults()).anyMatch(fault ->
                fault.contains("two owners"));
        assertThat(check(WELL.replace("5500 end", "6090 end")).faults()).anyMatch(fault ->
                fault.contains("beyond its node's lease"));
    }

    @Test
    void a_frozen_owner_that_nothing_fenced_may_be_met_at_its_lock_and_nowhere_else() {
        String unfenced = WELL.replace("2001 lost", "2001 unfenced evs1\n2001 lost")
                .replace("8000 op", "6050 fault evs1 node4 2 conflict with node1 1\n8000 op");
        assertThat(check(unfenced).faults()).isEmpty();
        assertThat(check(unfenced.replace("5500 end", "6101 end")).faults()).anyMatch(fault ->
                fault.contains("two owners"));
    }
}
