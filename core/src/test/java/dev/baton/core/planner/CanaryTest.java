package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Law 12 on request: a real group goes to each changed node and back before the next one begins.
class CanaryTest {

    private static final GroupId CANARY = Scenes.group(3);

    private static ClusterImage twoNodes() {
        return Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1, 1, 2, 2);
    }

    private static UpgradeSpec upgrade(UpgradeSpec.Failback failback) {
        UpgradeSpec s = Scenes.upgrade();
        return new UpgradeSpec(s.name(), s.products(), s.restart(), s.preset(), failback, s.convert(), s.moveTakes(),
                s.stopBefore(), s.acceptedExposure(), s.soakAfterNode(), s.onFailure());
    }

    private static ClusterImage with(ClusterImage image, UpgradeMode mode, Optional<Command> check,
            Optional<Kind.Fingerprint> fingerprint) {
        Kind k = image.kinds().get(Scenes.KIND);
        return image.with(new Kind(k.id(), k.product(), k.data(), k.formatParts(), k.trustMixedFailover(), false, mode,
                k.convert(), k.backup(), k.version(), k.format(), k.detach(), check, Optional.empty(), fingerprint));
    }

    private static ClusterImage after(ClusterImage image, List<Step> steps) {
        ClusterImage now = image;
        for (Step step : steps) {
            now = Projection.project(now, step);
        }
        return now;
    }

    private static List<String> refused(ClusterImage image, UpgradeSpec spec) {
        return switch (Planner.plan(image, spec)) {
            case Planning.Planned _ -> List.of();
            case Planning.Infeasible(var because, _) -> because.stream().map(Reason::facts).toList();
        };
    }

    @ParameterizedTest
    @CsvSource({"DOCUMENTED, 10, 8", "FEWEST_OUTAGES, 10, 8"})
    void two_nodes_that_both_serve_have_ten_outages_with_a_canary_and_their_placement_restored(Preset preset,
            int with, int without) {
        UpgradeSpec spec = upgrade(UpgradeSpec.Failback.AT_END).withPreset(preset);
        assertThat(WrittenProceduresTest.plan(twoNodes(), spec).report().outages()).isEqualTo(without);
        Planning.Planned planned = WrittenProceduresTest.plan(twoNodes(), spec.withCanary(CANARY));
        assertThat(planned.report().outages()).isEqualTo(with);
        assertThat(planned.report().leastOutages().because()).endsWith("and the canary goes to one node and back");
        assertThat(planned.report().exposure()).isEqualTo(Duration.ofMinutes(480));
        ClusterImage end = after(twoNodes(), planned.plan().steps());
        twoNodes().groups().values().forEach(group -> assertThat(end.group(group.id()).owner())
                .isEqualTo(group.owner()));
    }

    @ParameterizedTest
    @EnumSource(value = DataMode.class, names = "STRICT", mode = EnumSource.Mode.EXCLUDE)
    void each_changed_node_but_the_last_is_visited_and_left_before_the_next_begins(DataMode data) {
        for (Preset preset : Preset.values()) {
            ClusterImage image = Scenes.fourNodes(data);
            UpgradeSpec spec = upgrade(UpgradeSpec.Failback.AT_END).withPreset(preset);
            Planning.Planned planned = WrittenProceduresTest.plan(image, spec.withCanary(CANARY));
            Planning.Planned without = WrittenProceduresTest.plan(image, spec);
            List<Stage> stages = planned.plan().stages();
            List<NodeId> changed = new ArrayList<>();
            List<NodeId> visited = new ArrayList<>();
            ClusterImage now = image;
            for (int i = 0; i < stages.size(); i++) {
                if (stages.get(i).subject() instanceof Stage.Subject.UpgradeNode(var node)) {
                    assertThat(visited).as("visited before " + node).isEqualTo(changed);
                    changed.add(node);
                }
                if (stages.get(i).subject() instanceof Stage.Subject.Canary canary && !canary.back()) {
                    assertThat(stages.get(i - 1).subject()).isEqualTo(new Stage.Subject.UpgradeNode(canary.to()));
                    assertThat(stages.get(i + 1).subject()).isEqualTo(new Stage.Subject.Canary(CANARY, canary.to(),
                            canary.from(), true));
                    assertThat(now.group(CANARY).owner()).contains(canary.from());
                    visited.add(canary.to());
                }
                now = after(now, stages.get(i).steps());
            }
            assertThat(changed).hasSize(4);
            assertThat(visited).isEqualTo(changed.subList(0, 3));
            assertThat(planned.report().outages()).isEqualTo(without.report().outages() + 6);
            without.report().exposureByGroup().forEach((group, time) -> {
                Duration more = planned.report().exposureByGroup().get(group).minus(time);
                assertThat(more).isBetween(Duration.ZERO, data == DataMode.COMPATIBLE ? Duration.ZERO
                        : spec.moveTakes().multipliedBy(6));
            });
            assertThat(stages.stream().filter(stage -> !(stage.subject() instanceof Stage.Subject.Canary))
                    .map(Stage::steps)).isEqualTo(without.plan().stages().stream().map(Stage::steps).toList());
            assertThat(Prover.prove(planned.plan(), image, planned.report().exposureByGroup()))
                    .isInstanceOf(Proof.Holds.class);
            assertThat(WrittenProceduresTest.plan(now, spec.withCanary(CANARY)).plan().stages()).isEmpty();
        }
    }

    @Test
    void what_the_kind_can_say_is_asked_out_there_and_at_home_and_the_fingerprint_is_read_before_and_after() {
        ClusterImage image = with(twoNodes(), UpgradeMode.ROLLING, Optional.of(new Command("serves")),
                Optional.of(new Kind.Fingerprint(new Command("identity"))));
        Plan plan = WrittenProceduresTest.plan(image, upgrade(UpgradeSpec.Failback.NEVER).withCanary(CANARY)).plan();
        List<Step> steps = plan.stages().stream().filter(stage -> stage.subject() instanceof Stage.Subject.Canary)
                .flatMap(stage -> stage.steps().stream()).toList();
        assertThat(steps.stream().map(Step::describe)).containsExactly("fingerprint evs3",
                "move evs3 from node2 to node1", "check evs3", "move evs3 from node1 to node2", "check evs3",
                "compare the fingerprint of evs3");
        assertThat(Prover.prove(plan, image)).isInstanceOf(Proof.Holds.class);
    }

    @Test
    void no_run_rests_while_its_canary_is_out() {
        Plan plan = WrittenProceduresTest.plan(twoNodes(), upgrade(UpgradeSpec.Failback.NEVER).withCanary(CANARY))
                .plan();
        assertThat(plan.stages().stream().filter(Stage::goesOn).map(Stage::title))
                .containsExactly("canary out evs3   node2 -> node1");
    }

    @Test
    void a_group_whose_data_could_not_come_back_is_no_canary() {
        UpgradeSpec spec = Scenes.upgrade().withCanary(CANARY);
        assertThat(refused(Scenes.fourNodes(DataMode.STRICT), spec)).containsExactly("the data of the canary evs3 is "
                + "strict: a changed node opens it only once it is converted, and from then on it could not go back to "
                + "a node that is not changed");
        assertThat(refused(Scenes.fourNodes(DataMode.BACKWARD), spec)).isEmpty();
    }

    @Test
    void a_group_that_stays_where_it_is_while_nodes_are_changed_is_no_canary() {
        ClusterImage image = with(Scenes.fourNodes(DataMode.COMPATIBLE), UpgradeMode.IN_PLACE_OFFLINE, Optional.empty(),
                Optional.empty());
        assertThat(refused(image, Scenes.upgrade().withCanary(CANARY))).containsExactly("the canary evs3 is of kind evs"
                + ", which is upgraded in place and does not go from node to node meanwhile");
    }

    @Test
    void a_group_that_is_not_there_or_kept_offline_is_no_canary() {
        ClusterImage image = Scenes.fourNodes(DataMode.COMPATIBLE);
        assertThat(refused(image, Scenes.upgrade().withCanary(Scenes.group(4)))).containsExactly(
                "the canary is evs4, and the cluster has no group of that name");
        ClusterImage kept = image.with(image.group(CANARY).withIntent(new Intent(true,
                new TreeSet<>(List.of(Scenes.ATTENDANT)))));
        assertThat(refused(kept, Scenes.upgrade().withCanary(CANARY))).containsExactly(
                "the canary evs3 is kept offline in part; it would show nothing");
    }

    @Test
    void a_group_that_may_not_have_a_changed_node_or_may_not_return_is_no_canary() {
        ClusterImage image = Scenes.fourNodes(DataMode.COMPATIBLE);
        GroupImage g = image.group(CANARY);
        ClusterImage bound = image.with(GroupImage.defined(g.id(), g.kind(), g.resources(), g.preferred(),
                new TreeSet<>(List.of(Scenes.node(3), Scenes.node(4))), false, g.format()).settledOn(
                        image.node(Scenes.node(3)), g.placement()));
        assertThat(refused(bound, Scenes.upgrade().withCanary(CANARY))).anySatisfy(facts -> assertThat(facts)
                .startsWith("the canary evs3 cannot go to node"));
        ClusterImage paused = image.with(image.node(Scenes.node(3)).withHold(new Hold(new HoldId("ann"), "ann",
                "a disk is looked at", Hold.Strength.PAUSED, Optional.empty())));
        assertThat(refused(paused, Scenes.upgrade().withCanary(CANARY))).anySatisfy(facts -> assertThat(facts)
                .startsWith("the canary evs3 cannot return from node4 to node3: "));
    }
}
