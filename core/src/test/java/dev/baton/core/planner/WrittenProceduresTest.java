package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The figures of the written procedures: outages and group-minutes without cover.
class WrittenProceduresTest {

    @Test
    void four_nodes_three_servers_strict() {
        Planning.Planned planned = plan(Scenes.fourNodes(DataMode.STRICT), Scenes.upgrade());
        assertThat(titles(planned)).containsExactly("upgrade node4", "move evs1   node1 -> node4, convert to 2.0",
                "upgrade node1", "move evs2   node2 -> node1, convert to 2.0", "upgrade node2",
                "move evs3   node3 -> node2, convert to 2.0", "upgrade node3");
        PlanReport report = planned.report();
        assertThat(report.outages()).isEqualTo(3);
        assertThat(report.leastOutages().value()).isEqualTo(3);
        assertThat(report.optimal()).isTrue();
        assertThat(report.exposureByGroup().values()).extracting(Duration::toMinutes).containsExactly(246L, 249L, 249L);
        assertThat(report.exposure()).isEqualTo(Duration.ofMinutes(744));
        assertThat(report.oneMoreNode()).contains(Duration.ofMinutes(252));
        assertThat(report.makespan()).isEqualTo(Duration.ofMinutes(249));
        assertThat(report.pointOfNoReturn()).hasValue(2);
    }

    /// Outages, exposure and makespan by data mode, number of standbys and preset.
    @ParameterizedTest(name = "{0}, {1} standbys, {2}: {3} outages, {4} group-minutes, {5} min")
    @CsvSource({
        "STRICT, 1, fewest-outages, 3, 744, 249", "STRICT, 1, least-exposure, 3, 744, 249",
        "STRICT, 1, documented, 6, 747, 252", "STRICT, 2, fewest-outages, 3, 252, 309",
        "STRICT, 3, fewest-outages, 3, 0, 369",
        "BACKWARD, 1, fewest-outages, 3, 738, 249", "BACKWARD, 1, least-exposure, 6, 720, 249",
        "BACKWARD, 1, documented, 6, 741, 252",
        "COMPATIBLE, 1, fewest-outages, 3, 720, 243", "COMPATIBLE, 1, documented, 6, 720, 246",
        "COMPATIBLE, 2, fewest-outages, 3, 0, 303"})
    void standbys_and_presets(DataMode mode, int standbys, String preset, int outages, long exposure, long makespan) {
        Planning.Planned planned = plan(Scenes.cluster(mode, true, 3 + standbys, 1, 2, 3),
                Scenes.upgrade().withPreset(Preset.parse(preset)));
        PlanReport report = planned.report();
        assertThat(report.outages()).isEqualTo(outages);
        assertThat(report.exposure().toMinutes()).isEqualTo(exposure);
        assertThat(report.makespan().toMinutes()).isEqualTo(makespan);
    }

    @Test
    void as_documented_the_servers_are_exposed_248_250_and_249_minutes() {
        PlanReport report = plan(Scenes.fourNodes(DataMode.STRICT),
                Scenes.upgrade().withPreset(Preset.DOCUMENTED)).report();
        assertThat(report.exposureByGroup().values()).extracting(Duration::toMinutes).containsExactly(248L, 250L, 249L);
        assertThat(report.outlooks()).extracting(outlook -> outlook.resting().size())
                .containsExactly(0, 3, 1, 1, 2, 2, 2, 1, 3, 0);
        assertThat(report.outagesByGroup().values()).containsOnly(2);
    }

    @Test
    void two_nodes_active_passive() {
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1);
        assertThat(plan(image, Scenes.upgrade()).report().outages()).isEqualTo(1);
        assertThat(plan(image, Scenes.upgrade()).report().exposure().toMinutes()).isEqualTo(120);
        PlanReport there = plan(image, failback(UpgradeSpec.Failback.AT_END)).report();
        assertThat(there.outages()).isEqualTo(2);
        assertThat(there.exposure().toMinutes()).isEqualTo(120);
    }

    @Test
    void two_nodes_active_active() {
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1, 1, 2, 2);
        PlanReport shortest = plan(image, Scenes.upgrade()).report();
        assertThat(shortest.outages()).isEqualTo(6);
        assertThat(shortest.leastOutages().value()).isEqualTo(6);
        assertThat(shortest.exposure().toMinutes()).isEqualTo(480);
        PlanReport restored = plan(image, failback(UpgradeSpec.Failback.AT_END)).report();
        assertThat(restored.outages()).isEqualTo(8);
        assertThat(restored.exposure().toMinutes()).isEqualTo(480);
        assertThat(plan(image, Scenes.upgrade().withPreset(Preset.DOCUMENTED)).report().outages()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({"COMPATIBLE", "BACKWARD", "STRICT"})
    void a_finished_upgrade_plans_to_nothing(DataMode mode) {
        ClusterImage image = Scenes.fourNodes(mode);
        Plan plan = plan(image, Scenes.upgrade()).plan();
        ClusterImage end = after(image, plan.steps());
        assertThat(plan(end, Scenes.upgrade()).plan().stages()).isEmpty();
        assertThat(plan(end, Scenes.upgrade()).report().outages()).isZero();
    }

    /// A run that stops after any stage, and is planned again, goes on as it was planned.
    @ParameterizedTest
    @CsvSource({"COMPATIBLE", "BACKWARD", "STRICT"})
    void from_after_any_stage_the_rest_is_planned_again(DataMode mode) {
        ClusterImage image = Scenes.fourNodes(mode);
        Plan plan = plan(image, Scenes.upgrade()).plan();
        for (int done = 0; done <= plan.stages().size(); done++) {
            List<Step> steps = plan.stages().subList(0, done).stream().flatMap(stage -> stage.steps().stream())
                    .toList();
            Plan rest = plan(after(image, steps), Scenes.upgrade()).plan();
            assertThat(rest.stages()).extracting(Stage::title).containsExactlyElementsOf(
                    plan.stages().subList(done, plan.stages().size()).stream().map(Stage::title).toList());
        }
    }

    /// From after any single step a plan exists that is proved and whose end is the goal.
    @ParameterizedTest
    @CsvSource({"COMPATIBLE", "BACKWARD", "STRICT"})
    void from_after_any_step_a_proved_plan_reaches_the_end(DataMode mode) {
        ClusterImage image = Scenes.fourNodes(mode);
        List<Step> steps = plan(image, Scenes.upgrade()).plan().steps();
        for (int done = 0; done <= steps.size(); done++) {
            ClusterImage cut = after(image, steps.subList(0, done));
            Planning.Planned rest = plan(cut, Scenes.upgrade());
            assertThat(Prover.prove(rest.plan(), cut, rest.report().exposureByGroup())).as("after step %d", done)
                    .isInstanceOf(Proof.Holds.class);
            ClusterImage end = after(cut, rest.plan().steps());
            assertThat(end.nodes().values()).as("after step %d", done).allMatch(node -> node.holds().isEmpty()
                    && node.version(Scenes.PRODUCT).orElseThrow().equals(Scenes.NEW));
            assertThat(end.groups().values()).as("after step %d", done).allMatch(group ->
                    group.state().word().equals("Online") && end.fits(group, end.node(group.owner().orElseThrow())));
        }
    }

    @Test
    void the_same_input_gives_the_same_plan() {
        ClusterImage image = Scenes.cluster(DataMode.BACKWARD, true, 5, 1, 2, 3);
        assertThat(plan(image, Scenes.upgrade())).isEqualTo(plan(image, Scenes.upgrade()));
    }

    private static UpgradeSpec failback(UpgradeSpec.Failback failback) {
        UpgradeSpec s = Scenes.upgrade();
        return new UpgradeSpec(s.name(), s.products(), s.restart(), s.preset(), failback, s.convert(), s.moveTakes(),
                s.stopBefore(), s.acceptedExposure(), s.soakAfterNode(), s.onFailure());
    }

    static Planning.Planned plan(ClusterImage image, UpgradeSpec spec) {
        Planning planning = Planner.plan(image, spec);
        assertThat(planning).isInstanceOf(Planning.Planned.class);
        return (Planning.Planned) planning;
    }

    private static Stream<String> titlesOf(Plan plan) {
        return plan.stages().stream().map(Stage::title);
    }

    private static List<String> titles(Planning.Planned planned) {
        return titlesOf(planned.plan()).toList();
    }

    private static ClusterImage after(ClusterImage image, List<Step> steps) {
        ClusterImage now = image;
        for (Step step : steps) {
            now = Projection.project(now, step);
        }
        return now;
    }
}
