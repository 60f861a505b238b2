package dev.baton.core.rules;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.Scenes.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.JobId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.rules.Candidates.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Which nodes may have a group, and what speaks against the others.
class CandidatesTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    @Test
    void one_group_per_node_leaves_the_owner_and_the_standby() {
        assertThat(Candidates.legal(FOUR, FOUR.group(group(1)), Purpose.PLANNED)).containsExactly(node(1), node(4));
        assertThat(Candidates.legal(FOUR, FOUR.group(group(1)), Purpose.EMERGENCY)).containsExactly(node(1), node(4));
    }

    @Test
    void without_anti_affinity_every_node_will_do() {
        ClusterImage free = Scenes.cluster(DataMode.STRICT, false, 3, 1, 2);
        assertThat(Candidates.legal(free, free.group(group(1)), Purpose.PLANNED))
                .containsExactly(node(1), node(2), node(3));
    }

    @Test
    void a_group_on_its_way_takes_its_place_already() {
        ClusterImage moving = FOUR.with(FOUR.group(group(2))
                .withPlacement(FOUR.group(group(2)).placement().movedTo(node(4), "moved")));
        assertThat(against(moving, 4, Purpose.EMERGENCY)).containsExactly(
                "node4 runs evs2; one group per node (anti-affinity, hard) (law 8, one group per node). "
                        + "move evs2 away from node4 first.");
    }

    @Test
    void a_paused_node_refuses_moves_and_takes_failovers() {
        ClusterImage paused = held(Hold.Strength.PAUSED);
        assertThat(against(paused, 4, Purpose.PLANNED)).containsExactly(
                "node4 is paused by operator: disk check (law 9, holds are kept). baton node resume node4.");
        assertThat(against(paused, 4, Purpose.EMERGENCY)).isEmpty();
    }

    @Test
    void a_closed_node_takes_nothing() {
        ClusterImage closed = held(Hold.Strength.CLOSED);
        assertThat(against(closed, 4, Purpose.PLANNED)).hasSize(1);
        assertThat(against(closed, 4, Purpose.EMERGENCY)).containsExactly(
                "node4 is closed by operator: disk check (law 3, a closed node starts nothing). "
                        + "baton node resume node4.");
    }

    @Test
    void a_version_that_cannot_open_the_format_is_refused_in_failover_too() {
        ClusterImage ahead = Scenes.upgraded(FOUR, 4);
        assertThat(against(ahead, 4, Purpose.PLANNED)).containsExactly(
                "node4 has evs 2.0, which cannot open the data of evs1 (1.0) (law 2, fit). "
                        + "bring evs on node4 to a version that opens 1.0.");
        assertThat(against(ahead, 4, Purpose.EMERGENCY)).hasSize(1);
    }

    @Test
    void a_group_whose_data_is_not_opened_may_move_where_they_could_not_be() {
        ClusterImage ahead = Scenes.upgraded(FOUR, 4);
        ClusterImage partly = ahead.with(ahead.group(group(1)).withPlacement(ahead.group(group(1)).placement()
                .withOffline(new TreeSet<>(Set.of(Scenes.ATTENDANT)), "taken offline")));
        assertThat(against(partly, 4, Purpose.PLANNED)).isEmpty();
        assertThat(against(partly, 4, Purpose.EMERGENCY)).hasSize(1);
    }

    @Test
    void data_in_the_middle_of_a_conversion_go_nowhere() {
        ClusterImage cut = FOUR.with(FOUR.group(group(1))
                .withFormat(new Format.Converting(Scenes.OLD, Scenes.NEW, new JobId("r1.7.1"))));
        assertThat(Candidates.legal(cut, cut.group(group(1)), Purpose.EMERGENCY)).isEmpty();
    }

    @Test
    void every_reason_is_kept() {
        NodeImage witness = NodeImage.defined(node(5), "127.0.0.5", true, true);
        ClusterImage image = Scenes.down(FOUR, 2).with(witness);
        image = image.with(image.node(node(4)).withHold(hold(Hold.Strength.CLOSED)));
        image = Scenes.upgraded(image, 4);
        assertThat(Candidates.of(image, image.group(group(1)), Purpose.PLANNED))
                .extracting(candidate -> candidate.node() + " " + candidate.against().stream()
                        .map(reason -> reason.getClass().getSimpleName()).toList())
                .containsExactly("node1 []", "node2 [NotUp, Occupied]", "node3 [Occupied]",
                        "node4 [Held, CannotOpen]", "node5 [IsWitness, NotUp, CannotOpen]");
    }

    private static ClusterImage held(Hold.Strength strength) {
        return FOUR.with(FOUR.node(node(4)).withHold(hold(strength)));
    }

    private static Hold hold(Hold.Strength strength) {
        return new Hold(new HoldId("operator"), "operator", "disk check", strength, Optional.empty());
    }

    private static List<String> against(ClusterImage image, int n, Purpose purpose) {
        return Candidates.against(image, image.group(group(1)), image.node(node(n)), purpose).stream()
                .map(Reason::text).toList();
    }
}
