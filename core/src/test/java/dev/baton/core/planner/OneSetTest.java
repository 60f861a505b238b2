package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Course;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.QuietTime;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.plan.WayBack;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Groups whose data belongs together are saved while nobody writes to any of them.
class OneSetTest {

    private static final List<GroupId> SET = List.of(Scenes.group(2), Scenes.group(1));
    private static final Duration TAKES = Duration.ofMinutes(1);

    private static ClusterImage cluster(DataMode data, Kind.Quiesced... users) {
        ClusterImage image = Scenes.cluster(data, false, 4, 1, 2, 3);
        Kind k = Scenes.kind(data);
        return image.with(new Kind(k.id(), k.product(), k.data(), k.formatParts(), k.trustMixedFailover(), false,
                k.upgrade(), k.convert(), Optional.of(new Kind.Backup(true, new Command("save"), Optional.empty(),
                        Optional.of(new Kind.Silence(List.of(users), TAKES)))), k.version(), k.format()));
    }

    private static ClusterImage cluster(DataMode data) {
        return cluster(data, new Kind.Quiesced("ssh:host1", new Command("stop"), new Command("start"),
                Optional.empty()));
    }

    private static UpgradeSpec together(UpgradeSpec.ConvertWhen convert) {
        UpgradeSpec s = Scenes.upgrade();
        return new UpgradeSpec(s.name(), s.products(), s.restart(), s.preset(), s.failback(), convert, s.moveTakes(),
                s.stopBefore(), s.acceptedExposure(), s.soakAfterNode(), s.onFailure())
                .withTogether(Optional.of(UpgradeSpec.Together.of(SET)));
    }

    private static UpgradeSpec together() {
        return together(UpgradeSpec.ConvertWhen.WITH_MOVE);
    }

    private static List<Integer> sets(Plan plan) {
        return plan.stages().stream().filter(stage -> stage.subject() instanceof Stage.Subject.SaveTogether)
                .map(Stage::number).toList();
    }

    private static int first(Plan plan, Class<? extends Step> kind) {
        return plan.stages().stream().filter(stage -> stage.steps().stream().anyMatch(kind::isInstance)).findFirst()
                .orElseThrow().number();
    }

    @Test
    void all_are_silent_before_the_first_is_saved_and_until_the_last_is() {
        Plan plan = WrittenProceduresTest.plan(cluster(DataMode.COMPATIBLE), together()).plan();
        Stage set = plan.stages().get(sets(plan).getFirst() - 1);
        assertThat(set.title()).isEqualTo("back up together evs2 evs1");
        assertThat(set.steps()).containsExactly(new Step.Quiesce(SET.get(0)), new Step.Quiesce(SET.get(1)),
                new Step.Backup(SET.get(0)), new Step.Backup(SET.get(1)), new Step.Unquiesce(SET.get(1)),
                new Step.Unquiesce(SET.get(0)));
        assertThat(set.takes()).isEqualTo(TAKES.multipliedBy(6));
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void the_set_of_before_is_made_before_the_first_change_and_one_after_where_data_was_converted(DataMode data) {
        ClusterImage image = cluster(data);
        Planning.Planned planned = WrittenProceduresTest.plan(image, together());
        List<Integer> sets = sets(planned.plan());
        assertThat(sets.getFirst()).isLessThan(first(planned.plan(), Step.Install.class));
        assertThat(sets).hasSize(data == DataMode.COMPATIBLE ? 1 : 2);
        assertThat(sets.subList(1, sets.size())).allSatisfy(last ->
                assertThat(last).isEqualTo(planned.plan().stages().size()));
        assertThat(Prover.prove(planned.plan(), image, planned.report().exposureByGroup()))
                .isInstanceOf(Proof.Holds.class);
    }

    @Test
    void where_all_conversions_come_last_the_set_of_before_is_as_fresh_as_can_be() {
        Plan plan = WrittenProceduresTest.plan(cluster(DataMode.BACKWARD), together(UpgradeSpec.ConvertWhen.AT_END))
                .plan();
        assertThat(sets(plan).getFirst()).isEqualTo(first(plan, Step.Convert.class) - 1);
    }

    /// Data that no version changes is not converted at the end, or ever.
    @Test
    void where_none_of_them_is_converted_the_set_of_before_is_made_before_the_first_change_whenever_others_are() {
        Plan plan = WrittenProceduresTest.plan(cluster(DataMode.COMPATIBLE), together(UpgradeSpec.ConvertWhen.AT_END))
                .plan();
        assertThat(sets(plan)).containsExactly(first(plan, Step.Install.class) - 1);
    }

    @Test
    void who_was_left_silent_is_let_go_also_by_a_plan_that_saves_nothing_together_such_as_a_way_back() {
        ClusterImage cut = Projection.project(cluster(DataMode.COMPATIBLE), new Step.Quiesce(SET.getFirst()));
        Plan plan = WrittenProceduresTest.plan(cut, together().withTogether(Optional.empty())).plan();
        assertThat(plan.stages().getFirst().steps()).containsExactly(new Step.Unquiesce(SET.getFirst()));
        assertThat(Prover.prove(plan, cut)).isInstanceOf(Proof.Holds.class);
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void nothing_else_of_the_plan_is_another_and_no_outage_is_added(DataMode data) {
        ClusterImage image = cluster(data);
        Planning.Planned with = WrittenProceduresTest.plan(image, together());
        Planning.Planned without = WrittenProceduresTest.plan(image, together().withTogether(Optional.empty()));
        assertThat(with.plan().stages().stream().filter(stage -> !sets(with.plan()).contains(stage.number()))
                .map(Stage::steps)).isEqualTo(without.plan().stages().stream().map(Stage::steps).toList());
        assertThat(with.report().outagesByGroup()).isEqualTo(without.report().outagesByGroup());
        assertThat(with.report().leastOutages()).isEqualTo(without.report().leastOutages());
        assertThat(with.report().optimal()).isEqualTo(without.report().optimal());
        assertThat(with.report().planned()).as("its users are silent").isEqualTo(without.report().planned()
                .plus(TAKES.multipliedBy(12L * sets(with.plan()).size())));
    }

    @Test
    void each_silence_of_a_group_is_a_time_of_its_own() {
        ClusterImage image = cluster(DataMode.BACKWARD);
        Plan plan = WrittenProceduresTest.plan(image, together()).plan();
        assertThat(QuietTime.of(image, plan)).containsExactlyInAnyOrderElementsOf(sets(plan).stream()
                .flatMap(stage -> SET.stream().map(group -> new QuietTime(group, stage, stage, TAKES.multipliedBy(6))))
                .toList());
    }

    /// Whatever was done of the set, the way back ends the silence, and silences nobody again who may write by then.
    @Test
    void from_every_prefix_the_way_back_ends_the_silence_and_begins_none() {
        ClusterImage image = cluster(DataMode.COMPATIBLE);
        Plan plan = WrittenProceduresTest.plan(image, together()).plan();
        int set = plan.stages().subList(0, sets(plan).getFirst()).stream().mapToInt(stage -> stage.steps().size())
                .sum();
        WayBack.Along along = new WayBack.Along(plan.spec(), Course.of(image, plan.steps()).images(), plan.steps());
        assertThat(IntStream.rangeClosed(1, set)).allSatisfy(done -> assertThat(along.next())
                .isEqualTo(WayBack.of(plan.spec(), image, plan.steps().subList(0, done))));
        assertThat(IntStream.rangeClosed(0, set)).allSatisfy(done -> {
            WayBack back = WayBack.of(plan.spec(), image, plan.steps().subList(0, done));
            ClusterImage there = Projection.project(Projection.project(image, plan.steps().subList(0, done)),
                    back.steps());
            assertThat(back.steps()).noneMatch(Step.Quiesce.class::isInstance);
            assertThat(there.groups().values()).allMatch(group -> group.placement().detachment().isEmpty());
        });
    }

    @Test
    void a_set_that_was_cut_off_is_made_anew_and_who_was_left_silent_is_let_go_first() {
        ClusterImage image = cluster(DataMode.COMPATIBLE);
        ClusterImage cut = Projection.project(image, new Step.Quiesce(SET.getFirst()));
        Plan plan = WrittenProceduresTest.plan(cut, together()).plan();
        assertThat(plan.stages().getFirst().steps()).containsExactly(new Step.Unquiesce(SET.getFirst()));
        assertThat(sets(plan)).hasSize(2);
        assertThat(Prover.prove(plan, cut)).isInstanceOf(Proof.Holds.class);
    }

    @Test
    void what_a_run_owes_after_a_conversion_is_made_also_where_nothing_else_is_left_to_do() {
        ClusterImage image = cluster(DataMode.BACKWARD);
        ClusterImage over = Projection.project(image, WrittenProceduresTest.plan(image, together()).plan().steps());
        assertThat(WrittenProceduresTest.plan(over, together()).plan().steps()).isEmpty();
        Plan owed = WrittenProceduresTest.plan(over, together().withTogether(Optional.of(new UpgradeSpec.Together(SET,
                false, true)))).plan();
        assertThat(owed.steps()).filteredOn(Step.Backup.class::isInstance).hasSize(2);
    }

    @Test
    void it_is_refused_where_nobody_would_fall_silent_or_a_group_cannot_be_saved() {
        assertThat(against(cluster(DataMode.COMPATIBLE), together().withTogether(Optional.of(
                UpgradeSpec.Together.of(List.of(Scenes.group(1), new GroupId("mail"))))))).containsExactly(
                        "the cluster has no group mail");
        assertThat(against(cluster(DataMode.COMPATIBLE, new Kind.Quiesced[0]), together())).containsExactly(
                "no kind of evs2, evs1 says who writes to them");
        assertThat(against(Scenes.cluster(DataMode.COMPATIBLE, false, 4, 1, 2, 3), together())).hasSize(2)
                .allMatch(facts -> facts.contains("does not say how"));
    }

    private static List<String> against(ClusterImage image, UpgradeSpec spec) {
        return Planner.plan(image, spec) instanceof Planning.Infeasible(var because, _)
                ? because.stream().map(Reason::facts).toList() : List.of();
    }
}
