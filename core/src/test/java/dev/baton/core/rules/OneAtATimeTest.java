package dev.baton.core.rules;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.rules.LawTable.convert;
import static dev.baton.core.rules.LawTable.held;
import static dev.baton.core.rules.LawTable.hold;
import static dev.baton.core.rules.LawTable.install;
import static dev.baton.core.rules.LawTable.rejoin;
import static dev.baton.core.rules.LawTable.release;
import static dev.baton.core.rules.LawTable.restart;
import static dev.baton.core.rules.LawTable.selfTest;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.Hold;
import dev.baton.core.model.JobId;
import org.junit.jupiter.api.Test;

/// Law 7.
class OneAtATimeTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    @Test
    void a_second_node_does_not_leave_while_the_first_is_out() {
        LawTable.of(7, FOUR).allows(hold(4)).after(hold(4)).allows(hold(4)).allows(install(4)).refuses(hold(1),
                "node4 is out of service already; 1 node may be, and node1 would be one more")
                .after(release(4)).allows(hold(1));
    }

    @Test
    void a_changed_node_is_out_until_it_is_tested() {
        LawTable.of(7, FOUR).after(hold(4), install(4), release(4)).refuses(restart(1),
                "node4 is out of service already; 1 node may be, and node1 would be one more")
                .after(restart(4), rejoin(4), selfTest(4)).allows(restart(1));
    }

    @Test
    void a_failure_uses_up_the_budget() {
        LawTable.of(7, Scenes.down(FOUR, 3)).refuses(hold(4),
                "node3 is out of service already; 1 node may be, and node4 would be one more").allows(hold(3));
    }

    @Test
    void a_node_closed_by_an_operator_is_out_and_a_paused_one_is_not() {
        LawTable.of(7, held(FOUR, 3, Hold.Strength.CLOSED)).refuses(hold(4),
                "node3 is out of service already; 1 node may be, and node4 would be one more");
        LawTable.of(7, held(FOUR, 3, Hold.Strength.PAUSED)).allows(hold(4));
    }

    @Test
    void conversions_go_one_after_another() {
        ClusterImage busy = FOUR.with(FOUR.group(group(2)).withFormat(
                new Format.Converting(Scenes.OLD, Scenes.NEW, new JobId("r1.7.1"))));
        LawTable.of(7, busy).refuses(convert(1), "evs2 is being converted");
        LawTable.of(7, FOUR).allows(convert(1));
    }
}
