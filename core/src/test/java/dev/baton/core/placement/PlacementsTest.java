package dev.baton.core.placement;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.Scenes.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.Claim;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.Intent;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Placement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Where groups go.
class PlacementsTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.COMPATIBLE);

    @Test
    void at_first_each_group_goes_to_its_preferred_owner() {
        assertThat(lines(Placements.initial(unplaced(FOUR, 1, 2, 3)))).containsExactly(
                "evs1 -> node1: placed for the first time; node1 is its preferred owner",
                "evs2 -> node2: placed for the first time; node2 is its preferred owner",
                "evs3 -> node3: placed for the first time; node3 is its preferred owner");
    }

    @Test
    void at_first_a_paused_node_gets_nothing() {
        ClusterImage image = unplaced(FOUR, 1);
        image = image.with(image.node(node(1)).withHold(new Hold(new HoldId("operator"), "operator", "disk check",
                Hold.Strength.PAUSED, Optional.empty())));
        assertThat(lines(Placements.initial(image)))
                .containsExactly("evs1 -> node4: placed for the first time; node4 is empty");
    }

    @Test
    void a_group_that_should_be_offline_is_not_placed() {
        ClusterImage image = unplaced(FOUR, 1);
        assertThat(Placements.initial(image.with(image.group(group(1))
                .withIntent(new Intent(false, new TreeSet<>()))))).isEmpty();
    }

    @Test
    void the_standby_takes_the_group_of_the_lost_node_and_nothing_else_moves() {
        assertThat(lines(Placements.afterLoss(Scenes.down(FOUR, 3)))).containsExactly(
                "evs3 -> node4: taken over from node3, which is down; node4 is empty");
    }

    @Test
    void a_second_loss_leaves_its_group_without_a_node_and_says_why() {
        ClusterImage image = Scenes.down(applied(Scenes.down(FOUR, 3)), 2);
        List<Decision> decisions = Placements.afterLoss(image);
        assertThat(lines(decisions))
                .containsExactly("evs2 -> nowhere: no node may take it; its owner node2 is down");
        assertThat(((Decision.Nowhere) decisions.getFirst()).reasons()).extracting(reason -> reason.text())
                .contains("node4 runs evs3; one group per node (anti-affinity, hard) (law 8, one group per node). "
                        + "move evs3 away from node4 first.");
    }

    @Test
    void a_returning_node_takes_up_the_group_that_nobody_could_have() {
        ClusterImage failed = applied(Scenes.down(applied(Scenes.down(FOUR, 3)), 2));
        assertThat(failed.group(group(2)).placement().owner()).isEmpty();
        ClusterImage back = failed.with(failed.node(node(3)).withMembership(
                dev.baton.core.model.Membership.UP, 2, "later"));
        assertThat(lines(Placements.afterLoss(back)))
                .containsExactly("evs2 -> node3: no node could take it until now; node3 is empty");
    }

    @Test
    void the_critical_group_is_placed_first_when_two_want_the_last_node() {
        ClusterImage image = Scenes.down(Scenes.down(critical(FOUR, 3), 2), 3);
        assertThat(lines(Placements.afterLoss(image))).containsExactly(
                "evs3 -> node4: taken over from node3, which is down; node4 is empty",
                "evs2 -> nowhere: no node may take it; its owner node2 is down");
    }

    @Test
    void an_urgent_group_gives_way_to_another_place_when_both_can_run() {
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, true, 4, 1, 2);
        GroupImage choosy = image.group(group(2));
        image = image.with(new GroupImage(choosy.id(), choosy.kind(), choosy.parameters(), choosy.resources(),
                choosy.preferred(), new TreeSet<>(Set.of(node(2), node(3))), false, choosy.intent(),
                choosy.placement(), choosy.claim(), choosy.report(), choosy.format(), choosy.terms()));
        image = Scenes.down(Scenes.down(critical(image, 1), 1), 2);
        assertThat(lines(Placements.afterLoss(image))).containsExactly(
                "evs1 -> node4: taken over from node1, which is down; node4 is empty",
                "evs2 -> node3: taken over from node2, which is down; node3 is empty");
    }

    @Test
    void without_anti_affinity_the_least_loaded_node_takes_each() {
        ClusterImage image = Scenes.down(Scenes.cluster(DataMode.COMPATIBLE, false, 3, 1, 1, 2), 1);
        assertThat(lines(Placements.afterLoss(image))).containsExactly(
                "evs1 -> node3: taken over from node1, which is down; node3 is empty",
                "evs2 -> node2: taken over from node1, which is down; node2 runs 1 group");
    }

    @Test
    void a_group_whose_data_nobody_opens_any_more_waits_half_offline_where_it_can_be_converted() {
        ClusterImage image = Scenes.down(Scenes.fourNodes(DataMode.STRICT), 1);
        GroupImage lost = image.group(group(1));
        assertThat(Placements.toConvert(image, lost)).isEmpty();
        for (int n = 1; n < 4; n++) {
            image = Scenes.upgraded(image, n);
        }
        assertThat(Placements.toConvert(image, lost)).as("node4 opens it still").isEmpty();
        image = Scenes.upgraded(image, 4);
        assertThat(Placements.toConvert(image, lost)).hasValueSatisfying(placement -> {
            assertThat(placement.owner()).contains(node(4));
            assertThat(placement.offline()).contains(Scenes.ATTENDANT).doesNotContain(Scenes.DISK);
        });
        assertThat(Placements.toConvert(Scenes.down(image, 4), lost)).as("the others are taken").isEmpty();
    }

    @Test
    void a_group_waits_for_its_conversion_too_when_every_node_that_opens_its_data_is_taken_for_good() {
        ClusterImage image = Scenes.down(Scenes.fourNodes(DataMode.STRICT), 1);
        GroupImage lost = image.group(group(1));
        image = Scenes.upgraded(Scenes.upgraded(image, 1), 4);
        assertThat(Placements.toConvert(image, lost)).as("taken by groups that open nothing else").hasValueSatisfying(
                placement -> assertThat(placement.owner()).contains(node(4)));
        ClusterImage moved = image.with(image.group(group(2)).withFormat(new Format.At(Scenes.NEW)));
        assertThat(Placements.toConvert(moved, lost)).as("one of them could go elsewhere").isEmpty();
        assertThat(Placements.toConvert(Scenes.down(image, 3), lost)).as("one of them returns, perhaps").isEmpty();
    }

    @Test
    void a_group_that_waits_half_offline_is_whole_again_once_its_owner_opens_its_data() {
        ClusterImage image = Scenes.down(Scenes.fourNodes(DataMode.STRICT), 1);
        for (int n = 1; n <= 4; n++) {
            image = Scenes.upgraded(image, n);
        }
        GroupImage lost = image.group(group(1));
        GroupImage waiting = lost.withPlacement(Placements.toConvert(image, lost).orElseThrow());
        image = image.with(waiting);
        assertThat(Placements.whole(image, waiting)).isEmpty();
        GroupImage converted = waiting.withFormat(new Format.At(Scenes.NEW));
        assertThat(Placements.whole(image.with(converted), converted)).hasValueSatisfying(placement -> {
            assertThat(placement.owner()).contains(node(4));
            assertThat(placement.epoch()).isEqualTo(waiting.placement().epoch());
            assertThat(placement.offline()).isEmpty();
        });
        assertThat(Placements.whole(Scenes.down(image.with(converted), 4), converted)).isEmpty();
    }

    @Test
    void a_group_that_waits_half_offline_goes_to_a_node_that_opens_its_data_once_one_is_free() {
        ClusterImage image = Scenes.down(Scenes.fourNodes(DataMode.STRICT), 1);
        image = Scenes.upgraded(Scenes.upgraded(image, 1), 4);
        GroupImage waiting = image.group(group(1)).withPlacement(Placements.toConvert(image, image.group(group(1)))
                .orElseThrow());
        image = image.with(waiting);
        assertThat(Placements.whole(image, waiting)).as("the others are taken").isEmpty();
        image = without(image, 2);
        assertThat(Placements.whole(image, waiting)).hasValueSatisfying(placement -> {
            assertThat(placement.owner()).contains(node(2));
            assertThat(placement.offline()).isEmpty();
            assertThat(placement.because()).isEqualTo("another node opens its data; node2 is empty");
        });
        GroupImage converting = waiting.withFormat(new Format.Converting(Scenes.OLD, Scenes.NEW,
                new JobId("convert-1")));
        assertThat(Placements.whole(image.with(converting), converting)).isEmpty();
    }

    @Test
    void a_group_on_its_way_from_one_node_to_another_takes_neither_for_good() {
        ClusterImage image = Scenes.down(Scenes.fourNodes(DataMode.STRICT), 1);
        image = Scenes.upgraded(Scenes.upgraded(image, 1), 4);
        image = without(image, 3);
        GroupImage lost = image.group(group(1));
        GroupImage moves = image.group(group(2));
        image = image.with(moves.withPlacement(moves.placement().movedTo(node(3), "moved")));
        assertThat(Placements.toConvert(image, lost)).isEmpty();
    }

    private static ClusterImage without(ClusterImage image, int n) {
        TreeMap<GroupId, GroupImage> groups = new TreeMap<>(image.groups());
        groups.remove(group(n));
        return image.withAll(image.nodes(), groups);
    }

    @Test
    void a_stuck_group_stays_where_it_is() {
        ClusterImage image = Scenes.down(FOUR, 3);
        GroupImage stuck = image.group(group(3));
        Claim claim = stuck.claim().orElseThrow();
        image = image.with(stuck.withClaim(Optional.of(new Claim(claim.node(), claim.incarnation(), claim.bootId(),
                claim.epoch(), Optional.of("umount failed")))));
        assertThat(Placements.afterLoss(image)).isEmpty();
    }

    @Test
    void a_group_that_failed_on_its_node_goes_to_the_next_one() {
        assertThat(Placements.afterFailure(FOUR, group(1), Set.of(node(1)))).isEqualTo(new Decision.Place(group(1),
                node(4), "it failed on node1; node4 is empty"));
        assertThat(Placements.afterFailure(FOUR, group(1), Set.of(node(1), node(4))).because())
                .isEqualTo("it failed on node1, node4; no other node may take it");
    }

    @Test
    void failback_moves_only_groups_that_are_not_on_their_best_node() {
        ClusterImage away = Scenes.cluster(DataMode.COMPATIBLE, true, 4, 1, 2);
        GroupImage group = away.group(group(1));
        away = away.with(group.settledOn(away.node(node(3)), group.placement().movedTo(node(3), "moved")));
        assertThat(lines(Placements.failback(away)))
                .containsExactly("evs1 -> node1: returns to a preferred owner; node1 is its preferred owner");
        assertThat(Placements.failback(FOUR)).isEmpty();
    }

    @Test
    void a_drained_node_keeps_nothing_if_others_may_have_it() {
        assertThat(lines(Placements.drain(FOUR, node(2))))
                .containsExactly("evs2 -> node4: drained from node2; node4 is empty");
        assertThat(lines(Placements.drain(FOUR, node(4)))).isEmpty();
    }

    @Test
    void a_decision_that_is_so_already_changes_nothing() {
        Placement placement = FOUR.group(group(1)).placement();
        assertThat(new Decision.Place(group(1), node(1), "again").appliedTo(placement)).isSameAs(placement);
        Placement nowhere = new Decision.Nowhere(group(1), List.of(), "no node").appliedTo(placement);
        assertThat(nowhere.epoch()).isEqualTo(placement.epoch() + 1);
        assertThat(nowhere.previous()).contains(node(1));
        assertThat(new Decision.Nowhere(group(1), List.of(), "no node").appliedTo(nowhere)).isSameAs(nowhere);
    }

    private static ClusterImage unplaced(ClusterImage image, int... groups) {
        ClusterImage now = image;
        for (int g : groups) {
            now = now.with(now.group(group(g)).withPlacement(Placement.NONE).withClaim(Optional.empty())
                    .withReport(Optional.empty()));
        }
        return now;
    }

    private static ClusterImage critical(ClusterImage image, int g) {
        GroupImage it = image.group(group(g));
        return image.with(new GroupImage(it.id(), it.kind(), it.parameters(), it.resources(), it.preferred(),
                it.possible(), true, it.intent(), it.placement(), it.claim(), it.report(), it.format(),
                it.terms()));
    }

    /// The image once the decisions after a loss were carried out.
    static ClusterImage applied(ClusterImage image) {
        ClusterImage now = image;
        for (Decision decision : Placements.afterLoss(image)) {
            GroupImage before = now.group(decision.group());
            Placement placement = decision.appliedTo(before.placement());
            now = now.with(switch (decision) {
                case Decision.Place(_, var node, _) -> before.settledOn(now.node(node), placement);
                case Decision.Nowhere _ -> before.withPlacement(placement).withClaim(Optional.empty());
            });
        }
        return now;
    }

    private static List<String> lines(List<Decision> decisions) {
        return decisions.stream().map(decision -> decision.group() + " -> " + switch (decision) {
            case Decision.Place(_, var node, var because) -> node + ": " + because;
            case Decision.Nowhere(_, _, var because) -> "nowhere: " + because;
        }).toList();
    }
}
