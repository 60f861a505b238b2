package dev.baton.core.rules;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.rules.LawTable.held;
import static dev.baton.core.rules.LawTable.hold;
import static dev.baton.core.rules.LawTable.move;
import static dev.baton.core.rules.LawTable.offline;
import static dev.baton.core.rules.LawTable.online;
import static dev.baton.core.rules.LawTable.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Hold;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Unmanaged;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Law 9.
class IntentKeptTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    @Test
    void what_the_operator_set_offline_is_not_started() {
        ClusterImage kept = FOUR.with(FOUR.group(group(1)).withIntent(
                new Intent(true, new TreeSet<>(List.of(Scenes.ATTENDANT)))));
        LawTable.of(9, kept).after(offline(1, Scenes.ATTENDANT)).refuses(online(1, Scenes.ATTENDANT),
                "the operator keeps attendant of evs1 offline").allows(online(1, Scenes.DISK));
        LawTable.of(9, FOUR).after(offline(1, Scenes.ATTENDANT)).allows(online(1, Scenes.ATTENDANT));
    }

    @Test
    void what_a_started_resource_needs_counts_too() {
        ClusterImage kept = FOUR.with(FOUR.group(group(1)).withIntent(
                new Intent(true, new TreeSet<>(List.of(Scenes.DISK)))));
        LawTable.of(9, kept).after(offline(1, Scenes.DISK)).refuses(online(1, Scenes.ATTENDANT),
                "the operator keeps attendant, disk of evs1 offline").allows(online(1, Scenes.NAME));
    }

    @Test
    void a_group_that_is_to_be_offline_is_not_started() {
        ClusterImage kept = FOUR.with(FOUR.group(group(1)).withIntent(new Intent(false, new TreeSet<>())));
        LawTable.of(9, kept).refuses(online(1, Scenes.ATTENDANT), "the operator keeps attendant of evs1 offline");
    }

    @Test
    void what_a_conversion_needs_of_an_offline_group_may_be_online_unless_it_is_offline_by_name() {
        ClusterImage whole = FOUR.with(FOUR.group(group(1)).withIntent(new Intent(false, new TreeSet<>())));
        LawTable.of(9, whole).allows(online(1, Scenes.DISK, Scenes.NAME));
        ClusterImage named = FOUR.with(FOUR.group(group(1)).withIntent(
                new Intent(false, new TreeSet<>(List.of(Scenes.DISK)))));
        LawTable.of(9, named).allows(online(1, Scenes.NAME))
                .refuses(online(1, Scenes.DISK), "the operator keeps disk of evs1 offline");
        ClusterImage compatible = whole.with(Scenes.kind(DataMode.COMPATIBLE));
        LawTable.of(9, compatible).refuses(online(1, Scenes.DISK), "the operator keeps disk of evs1 offline");
    }

    @Test
    void a_node_that_somebody_paused_gets_no_planned_move() {
        LawTable.of(9, held(FOUR, 4, Hold.Strength.PAUSED)).refuses(move(1, 1, 4),
                "node4 is paused by operator: disk check");
    }

    @Test
    void the_run_releases_its_own_hold_and_no_other() {
        LawTable.of(9, held(FOUR, 4, Hold.Strength.PAUSED)).allows(hold(4)).after(hold(4)).allows(release(4));
        ClusterImage held = held(FOUR, 4, Hold.Strength.PAUSED);
        Trace trace = LawTable.of(9, held).trace();
        assertThat(Rulebook.law(9).judge(trace, release(4), FOUR).reasons()).extracting(reason -> reason.facts())
                .containsExactly("holds on node4 that the run did not make would change");
    }

    @Test
    void no_step_touches_what_is_unmanaged() {
        ClusterImage kept = FOUR.with(FOUR.group(group(1)).withPlacement(FOUR.group(group(1)).placement()
                .withUnmanaged(Optional.of(new Unmanaged("ann", Optional.empty())))));
        LawTable.of(9, kept).refuses(offline(1, Scenes.DISK), "evs1 is unmanaged by ann; no run touches it")
                .refuses(move(1, 1, 4), "evs1 is unmanaged by ann; no run touches it").allows(move(2, 2, 4));
    }

    @Test
    void no_step_changes_what_the_operator_wants() {
        ClusterImage after = FOUR.with(FOUR.group(group(1)).withIntent(new Intent(false, new TreeSet<>())));
        assertThat(Rulebook.law(9).judge(LawTable.of(9, FOUR).trace(), offline(1, Scenes.DISK), after).reasons())
                .extracting(reason -> reason.facts()).containsExactly("what the operator wants of evs1 would change");
    }
}
