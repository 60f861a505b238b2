package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// That [HoldingCheck] finds what it is there for, on histories written by hand.
class HoldingCheckTest {

    private static final String FIRST = """
            100 hold evs1 node1 mount
            110 hold evs1 node1 address
            120 start evs1 node1 1 77
            130 op evs1 1 125 acknowledged
            """;

    private static HoldingCheck history(String lines) {
        return new HoldingCheck(lines.lines().map(HistoryCheck.Event::parse).toList());
    }

    private static List<String> faults(String lines) {
        return history(FIRST + lines).faults();
    }

    @Test
    void one_owner_that_stays_is_no_fault_and_leaves_no_margin() {
        assertThat(faults("")).isEmpty();
        assertThat(history(FIRST).smallest()).isEmpty();
    }

    @Test
    void what_nobody_was_seen_to_have_is_a_fault() {
        assertThat(history("130 op evs1 1 125 acknowledged\n").faults()).containsExactly(
                "evs1: nobody was seen to have its address", "evs1: nobody was seen to have its mount",
                "evs1: nobody was seen to have its server");
    }

    @Test
    void the_margin_is_from_the_last_that_one_machine_let_go_of_to_the_first_that_another_got() {
        HoldingCheck moved = history(FIRST + """
                200 end evs1 node1 1 77
                210 free evs1 node1 address
                230 free evs1 node1 mount
                300 hold evs1 node2 address
                310 hold evs1 node2 mount
                320 start evs1 node2 2 88
                """);
        assertThat(moved.faults()).isEmpty();
        assertThat(moved.smallest()).hasToString("Optional[evs1 70 ms (mount of node1, then address on node2)]");
    }

    @Test
    void a_disk_that_is_mounted_while_another_machine_has_the_address_is_a_fault() {
        String lines = """
                200 end evs1 node1 1 77
                205 free evs1 node1 mount
                206 hold evs1 node2 mount
                210 free evs1 node1 address
                """;
        assertThat(faults(lines)).containsExactly("two owners: address of evs1 on node1 from 110 to 210, and mount of "
                + "evs1 on node2 from 206 to the end");
        assertThat(history(FIRST + lines).smallest().orElseThrow().millis()).isEqualTo(-4);
    }

    @Test
    void a_server_that_outlives_the_mount_of_another_machine_is_a_fault() {
        assertThat(faults("""
                200 free evs1 node1 mount
                201 free evs1 node1 address
                250 hold evs1 node2 mount
                260 end evs1 node1 1 77
                """)).containsExactly("two owners: server of evs1 on node1 from 120 to 260, and mount of evs1 on "
                + "node2 from 250 to the end");
    }

    @Test
    void a_machine_that_restarts_its_own_server_needs_no_margin() {
        assertThat(faults("""
                200 end evs1 node1 1 77
                200 start evs1 node1 1 78
                """)).isEmpty();
    }

    @Test
    void what_comes_back_to_a_machine_is_told_from_what_it_had_before() {
        HoldingCheck thereAndBack = history(FIRST + """
                200 end evs1 node1 1 77
                201 free evs1 node1 address
                202 free evs1 node1 mount
                300 hold evs1 node2 mount
                400 free evs1 node2 mount
                450 hold evs1 node1 mount
                """);
        assertThat(thereAndBack.faults()).isEmpty();
        assertThat(thereAndBack.smallest().orElseThrow().millis()).isEqualTo(50);
    }

    @Test
    void groups_have_nothing_to_do_with_each_other() {
        assertThat(faults("""
                140 hold evs2 node2 mount
                141 hold evs2 node2 address
                142 start evs2 node2 1 99
                """)).isEmpty();
    }
}
