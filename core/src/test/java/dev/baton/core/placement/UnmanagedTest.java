package dev.baton.core.placement;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.Scenes.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Placement;
import dev.baton.core.model.Unmanaged;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.planner.Drill;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.rules.Candidates;
import dev.baton.core.rules.Candidates.Purpose;
import dev.baton.core.rules.Cover;
import dev.baton.core.rules.Takeover;
import dev.baton.core.screen.StatusScreen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Groups that a person keeps to himself: Baton only observes them.
class UnmanagedTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.COMPATIBLE);
    private static final Unmanaged ANN = new Unmanaged("ann", Optional.of("the disk is copied"));

    private static ClusterImage unmanaged(ClusterImage image, int n) {
        GroupImage group = image.group(group(n));
        return image.with(group.withPlacement(group.placement().withUnmanaged(Optional.of(ANN))));
    }

    private static ClusterImage managed(ClusterImage image, int n) {
        GroupImage group = image.group(group(n));
        return image.with(group.withPlacement(group.placement().withUnmanaged(Optional.empty())));
    }

    @Test
    void it_is_not_taken_over_until_it_is_managed_again() {
        ClusterImage lost = Scenes.down(unmanaged(FOUR, 3), 3);
        assertThat(Placements.afterLoss(lost)).isEmpty();
        assertThat(Placements.afterLoss(managed(lost, 3))).singleElement()
                .isInstanceOfSatisfying(Decision.Place.class, place -> assertThat(place.node()).isEqualTo(node(4)));
    }

    @Test
    void it_is_not_placed_for_the_first_time() {
        GroupImage group = FOUR.group(group(1));
        ClusterImage unplaced = FOUR.with(group.withClaim(Optional.empty()).withReport(Optional.empty())
                .withPlacement(Placement.NONE.withUnmanaged(Optional.of(ANN))));
        assertThat(Placements.initial(unplaced)).isEmpty();
        assertThat(Placements.initial(managed(unplaced, 1))).hasSize(1);
    }

    @Test
    void it_neither_returns_nor_comes_up_whole() {
        ClusterImage away = FOUR.with(FOUR.group(group(3)).withPreferred(List.of(node(4))));
        assertThat(Placements.failback(away)).hasSize(1);
        assertThat(Placements.failback(unmanaged(away, 3))).isEmpty();
        GroupImage group = FOUR.group(group(1));
        ClusterImage half = FOUR.with(group.withPlacement(group.placement().withOffline(new TreeSet<>(
                List.of(Scenes.ATTENDANT)), "half")));
        assertThat(Placements.whole(half, half.group(group(1)))).isPresent();
        ClusterImage observed = unmanaged(half, 1);
        assertThat(Placements.whole(observed, observed.group(group(1)))).isEmpty();
    }

    @Test
    void no_node_may_have_it_and_each_says_why() {
        ClusterImage image = unmanaged(FOUR, 1);
        assertThat(Candidates.legal(image, image.group(group(1)), Purpose.EMERGENCY)).isEmpty();
        assertThat(Candidates.against(image, image.group(group(1)), image.node(node(4)), Purpose.PLANNED))
                .extracting(reason -> reason.text()).containsExactly("node4 may not have evs1 while that is unmanaged "
                        + "by ann: the disk is copied (law 9, intent is kept). baton group manage evs1.");
        assertThat(Placements.elsewhere(image, group(1))).isInstanceOf(Decision.Nowhere.class);
        assertThat(Placements.drain(image, node(1))).singleElement().isInstanceOf(Decision.Nowhere.class);
        assertThat(Cover.of(image).of(group(1))).isInstanceOf(Takeover.Nobody.class);
        assertThat(Cover.of(image).target(group(2))).contains(node(4));
    }

    @Test
    void an_upgrade_and_a_drill_are_refused_with_what_makes_them_legal() {
        ClusterImage image = unmanaged(FOUR, 1);
        assertThat(Planner.plan(image, Scenes.upgrade())).isInstanceOfSatisfying(Planning.Infeasible.class, none ->
                assertThat(none.because()).singleElement().satisfies(reason -> assertThat(reason.text()).isEqualTo(
                        "evs1 is unmanaged by ann: the disk is copied; an upgrade could not move or restart it (law 9, "
                        + "intent is kept). baton group manage evs1.")));
        assertThat(Drill.of(image, List.of(group(1)), Duration.ofSeconds(10)).toString())
                .contains("evs1 is unmanaged by ann");
    }

    @Test
    void a_plan_for_a_cluster_where_it_was_managed_does_not_fit_any_more() {
        ClusterImage image = unmanaged(FOUR, 1);
        assertThat(PlanBasis.of(FOUR).differences(PlanBasis.of(image))).singleElement()
                .satisfies(difference -> assertThat(difference.now()).endsWith(", unmanaged"));
        assertThat(PlanBasis.between(FOUR, image)).hasSize(1);
    }

    @Test
    void status_and_why_say_so_and_what_becomes_of_it_without_its_node() {
        ClusterImage image = unmanaged(FOUR, 1);
        StatusScreen screen = new StatusScreen(image, Optional.of(node(1)), new TreeMap<>(), Optional.empty());
        assertThat(screen.troubles()).contains("evs1 is unmanaged by ann: the disk is copied: it is only observed "
                + "(baton group manage evs1)");
        assertThat(screen.groupList()).containsPattern("evs1 +Online, unmanaged +node1 +- +- \\(unmanaged\\)");
        assertThat(screen.groupShow(group(1))).contains("unmanaged by ann: the disk is copied; baton group manage "
                + "evs1");
        assertThat(Why.group(image, group(1)).outlook()).containsExactly("It is unmanaged by ann: the disk is copied. "
                + "Baton only observes it: it is not started, stopped, moved or restarted, and nobody takes it over if "
                + "node1 is lost. A lease that ends kills it all the same.",
                "To have it managed again: baton group manage evs1.");
        ClusterImage lost = Scenes.down(image, 1);
        assertThat(new StatusScreen(lost, Optional.empty(), new TreeMap<>(), Optional.empty()).troubles())
                .contains("evs1 is unmanaged by ann: the disk is copied: its owner node1 is not up, and nobody takes "
                        + "it over (baton group manage evs1)");
        assertThat(Why.group(lost, group(1)).outlook().getFirst()).contains("nobody takes it over from node1, which "
                + "is not up.");
    }
}
