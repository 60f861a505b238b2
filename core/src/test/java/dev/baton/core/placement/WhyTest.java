package dev.baton.core.placement;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.Scenes.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Detachment;
import dev.baton.core.model.FenceDevice;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.Settings;
import dev.baton.core.model.Terms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What `baton why` prints.
class WhyTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.COMPATIBLE);

    @Test
    void after_a_second_failure_every_node_says_why_it_may_not_take_the_group() {
        ClusterImage image = PlacementsTest.applied(Scenes.down(PlacementsTest.applied(Scenes.down(FOUR, 3)), 2));
        assertThat(String.join("\n", Why.group(image, group(2)).text())).isEqualTo("""
                evs2 is Failed: no node may take it.  (owner was node2, which went down)
                  node1  no  runs evs1; one group per node (anti-affinity, hard)
                  node2  no  down
                  node3  no  down
                  node4  no  runs evs3, taken over from node3; one group per node (anti-affinity, hard)
                It starts by itself when node2 or node3 returns.
                To start it now on node1: move evs1 away from node1 first.""");
    }

    @Test
    void a_group_at_rest_names_its_owner_and_who_would_take_it() {
        assertThat(String.join("\n", Why.group(FOUR, group(1)).text())).isEqualTo("""
                evs1 is Online on node1: first placement.
                  node1  owner  first placement
                  node2  no     runs evs2; one group per node (anti-affinity, hard)
                  node3  no     runs evs3; one group per node (anti-affinity, hard)
                  node4  yes    empty""");
    }

    @Test
    void a_group_without_a_takeover_target_says_so() {
        assertThat(Why.group(Scenes.down(FOUR, 4), group(1)).outlook())
                .containsExactly("No other node may take it: if node1 is lost now, it stays failed.");
    }

    @Test
    void a_group_whose_dead_owner_must_be_fenced_first_says_what_it_waits_for() {
        FenceDevice device = new FenceDevice("fence_ipmilan", new TreeMap<>(), new TreeMap<>(), Duration.ofMinutes(1));
        ClusterImage down = Scenes.down(FOUR, 3).withSettings(new Settings("pg", true, "fence_ipmilan",
                Optional.of(device)));
        assertThat(Why.group(down, group(3)).outlook()).containsExactly(
                "It goes on elsewhere once node3 is surely off: fence_ipmilan is to turn it off.",
                "If that fails, turn it off by hand, then: baton node confirm-dead node3 --reason \"...\".");
    }

    @Test
    void a_group_that_waits_for_another_says_for_which_and_how_that_one_is() {
        GroupImage waits = FOUR.group(group(1)).withTerms(Terms.NONE.withAfter(new TreeSet<>(List.of(group(2)))));
        GroupImage other = FOUR.group(group(2));
        ClusterImage image = FOUR.with(waits.withReport(Optional.empty())).with(other.withReport(Optional.empty()));
        assertThat(Why.group(image, group(1)).outlook()).containsExactly("It starts after evs2, which is Pending.");
        assertThat(Why.group(image.with(other), group(1)).outlook()).as("it is up").isEmpty();
    }

    @Test
    void a_detached_group_says_for_which_run_and_that_nobody_takes_it_over() {
        GroupImage group = FOUR.group(group(1));
        ClusterImage detached = FOUR.with(group.withPlacement(group.placement().withOffline(group.resourceIds(), "")
                .withDetachment(Optional.of(Detachment.DETACHED), "detached by run r-1")));
        Why why = Why.group(detached, group(1));
        assertThat(why.headline()).isEqualTo("evs1 is Detached on node1: detached by run r-1.");
        assertThat(why.lines()).filteredOn(line -> !line.answer().equals("owner")).allSatisfy(line ->
                assertThat(line.answer()).isEqualTo("no"));
        assertThat(why.outlook()).first().asString().contains("outside the cluster", "if node1 is lost, it waits");
        assertThat(why.outlook()).last().isEqualTo("Its users are silent until the run lets them go.");
    }

    @Test
    void a_held_node_says_who_holds_it_and_who_may_release_it() {
        ClusterImage held = FOUR.with(FOUR.node(node(1)).withHold(new Hold(new HoldId("operator"), "operator",
                "disk check", Hold.Strength.PAUSED, Optional.empty())));
        assertThat(String.join("\n", Why.node(held, node(1)).text())).isEqualTo("""
                node1 is Up, paused: no planned placement, emergency failover yes.
                  hold operator  paused by operator: disk check; until released; only operator releases it
                  group evs1     Online: first placement
                To release it: baton node resume node1.""");
    }
}
