package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Terms;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Large clusters may be changed in waves; small steps and full nodes hold them up.
class WavesTest {
    private static final int NODES = 66;
    private static final int OUT = 6;

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void the_fastest_plan_goes_in_waves_within_the_budget_and_is_proved(DataMode mode) {
        ClusterImage image = image(mode, 264, 16);
        UpgradeSpec fastest = Scenes.upgrade().withPreset(Preset.FASTEST).withMayBeOut(OUT);
        Planning.Planned waves = WrittenProceduresTest.plan(image, fastest);
        assertThat(Prover.prove(waves.plan(), image, waves.report().exposureByGroup()))
                .isInstanceOf(Proof.Holds.class);
        assertThat(mostHeld(image, waves.plan())).isBetween(2, OUT);
        assertThat(waves.report().waves()).isBetween(NODES / OUT, NODES / 3);
        Planning.Planned single = WrittenProceduresTest.plan(image, fastest.withMayBeOut(1));
        assertThat(single.report().waves()).isEqualTo(NODES);
        assertThat(waves.report().makespan()).isLessThan(single.report().makespan());
    }

    @Test
    void no_two_voters_are_out_together() {
        ClusterImage image = image(DataMode.COMPATIBLE, 264, 16);
        Plan plan = WrittenProceduresTest.plan(image, Scenes.upgrade().withPreset(Preset.FASTEST).withMayBeOut(OUT))
                .plan();
        assertThat(plan.stages()).filteredOn(stage -> stage.subject() instanceof Stage.Subject.UpgradeNodes)
                .isNotEmpty().allSatisfy(stage -> assertThat(stage.steps().stream().filter(step -> step
                        instanceof Step.Hold(var node) && image.node(node).voter()).count()).isLessThan(2));
    }

    @Test
    void a_larger_budget_than_the_plan_was_made_with_does_not_break_it_and_a_smaller_one_does() {
        ClusterImage image = image(DataMode.COMPATIBLE, 264, 16);
        UpgradeSpec fastest = Scenes.upgrade().withPreset(Preset.FASTEST).withMayBeOut(OUT);
        Plan plan = WrittenProceduresTest.plan(image, fastest).plan();
        Plan smaller = new Plan(fastest.withMayBeOut(2), plan.revision(), plan.basis(), plan.stages());
        Plan larger = new Plan(fastest.withMayBeOut(OUT + 1), plan.revision(), plan.basis(), plan.stages());
        assertThat(((Proof.Broken) Prover.prove(smaller, image)).law().number()).isEqualTo(7);
        assertThat(Prover.prove(larger, image)).isInstanceOf(Proof.Holds.class);
    }

    @Test
    void a_full_node_passes_a_small_group_on_to_make_room_for_a_larger_one() {
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, false, 3, 1, 1, 2, 2, 3);
        image = Scenes.upgraded(Scenes.upgraded(image, 1), 2);
        int[] sizes = {1, 2, 1, 2, 2};
        for (int g = 1; g <= sizes.length; g++) {
            image = image.with(image.group(Scenes.group(g)).withTerms(Terms.NONE.withDemand(
                    Amounts.of("memory", sizes[g - 1]))));
        }
        for (int n = 1; n <= 3; n++) {
            image = image.with(image.node(Scenes.node(n)).withCapacity(Amounts.of("memory", 4)));
        }
        Found found = new Leapfrog(new Problem(image, Scenes.upgrade())).acts();
        assertThat(((Found.Acts) found).acts()).containsExactly(new Act.Move(0, 0, 1, false),
                new Act.Move(4, 2, 0, false), new Act.Upgrade(2));
    }

    @Test
    void where_nodes_are_too_full_the_refusal_says_how_many_can_be_changed() {
        ClusterImage image = image(DataMode.COMPATIBLE, 330, 9);
        Planning.Infeasible none = (Planning.Infeasible) Planner.plan(image, Scenes.upgrade());
        assertThat(none.because().getLast().facts()).matches("the orders that were tried change [0-9]+ of 66 nodes; "
                + "then no node that is left can be emptied");
    }

    private static int mostHeld(ClusterImage image, Plan plan) {
        int most = 0;
        ClusterImage now = image;
        for (Step step : plan.steps()) {
            now = Projection.project(now, step);
            most = Math.max(most, (int) now.nodes().values().stream().filter(NodeImage::closed).count());
        }
        return most;
    }

    /// Six nodes are spare, five have a vote.
    private static ClusterImage image(DataMode mode, int count, int room) {
        ClusterImage image = Scenes.cluster(mode, false, NODES,
                IntStream.range(0, count).map(g -> 1 + g % (NODES - 6)).toArray());
        SortedMap<NodeId, NodeImage> nodes = new TreeMap<>();
        image.nodes().forEach((id, node) -> nodes.put(id, new NodeImage(id, node.address(), nodes.size() < 5, false,
                node.membership(), node.incarnation(), node.bootId(), node.holds(), node.facts(),
                Amounts.of("memory", room))));
        SortedMap<GroupId, GroupImage> groups = new TreeMap<>(image.groups());
        groups.replaceAll((id, group) -> group.withTerms(Terms.NONE.withDemand(
                Amounts.of("memory", 1 + Math.floorMod(id.hashCode(), 3)))));
        return image.withAll(nodes, groups);
    }
}
