package dev.baton.core.rules;

import static dev.baton.core.rules.LawTable.hold;
import static dev.baton.core.rules.LawTable.install;
import static dev.baton.core.rules.LawTable.move;
import static dev.baton.core.rules.LawTable.offline;
import static dev.baton.core.rules.LawTable.probe;
import static dev.baton.core.rules.LawTable.rejoin;
import static dev.baton.core.rules.LawTable.release;
import static dev.baton.core.rules.LawTable.restart;
import static dev.baton.core.rules.LawTable.selfTest;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import org.junit.jupiter.api.Test;

/// Law 12.
class ProvenBeforeNextTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    @Test
    void a_second_node_does_not_leave_while_the_first_is_unverified() {
        LawTable.of(12, FOUR).after(hold(4), install(4)).allows(restart(4))
                .refuses(hold(1), "node4 has not been restarted since it was changed")
                .after(restart(4)).refuses(hold(1), "node4 has not rejoined")
                .after(rejoin(4)).refuses(hold(1), "node4 has not passed the self-test of evs")
                .after(selfTest(4), release(4))
                .refuses(hold(1), "node4 has not carried a group since it was changed")
                .refuses(install(1), "node4 has not carried a group since it was changed")
                .refuses(restart(1), "node4 has not carried a group since it was changed");
    }

    @Test
    void the_probe_group_proves_a_node() {
        LawTable.of(12, FOUR).after(hold(4), install(4), restart(4), rejoin(4), selfTest(4), release(4), probe(4))
                .allows(hold(1));
    }

    @Test
    void the_first_planned_move_proves_a_node() {
        LawTable.of(12, FOUR).after(hold(4), install(4), restart(4), rejoin(4), selfTest(4), release(4), move(1, 1, 4))
                .allows(hold(1));
    }

    @Test
    void a_group_that_arrives_with_nothing_running_proves_nothing() {
        LawTable.of(12, FOUR).after(hold(4), install(4), restart(4), rejoin(4), selfTest(4), release(4),
                offline(1, Scenes.DISK, Scenes.NAME), move(1, 1, 4))
                .refuses(hold(1), "node4 has not carried a group since it was changed");
    }

    @Test
    void a_node_that_was_only_held_needs_no_proof() {
        LawTable.of(12, FOUR).after(hold(4), release(4)).allows(hold(1));
    }

    @Test
    void the_last_node_too_is_tested_before_the_end() {
        LawTable.of(12, FOUR).after(hold(4), install(4), restart(4), rejoin(4))
                .mayNotEnd("node4 has not passed the self-test of evs").after(selfTest(4)).mayEnd();
    }
}
