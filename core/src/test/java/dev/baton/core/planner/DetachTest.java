package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Detachment;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.SharedSet;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.QuietTime;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.plan.WayBack;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import dev.baton.core.rules.Announcement;
import dev.baton.core.rules.Cover;
import dev.baton.core.rules.CoverHistory;
import dev.baton.core.rules.Rulebook;
import dev.baton.core.rules.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What cannot be rolled at all leaves the cluster's control while every node is changed: scenario E.
class DetachTest {

    private static final KindId SECRET = new KindId("secret");

    /// Some groups of the cluster are of a kind that is upgraded detached.
    private static ClusterImage detached(ClusterImage image, int... groups) {
        Kind k = Scenes.kind(DataMode.COMPATIBLE);
        Kind.Detach how = new Kind.Detach(List.of(new Kind.Quiesced("ssh:host1", new Command("stop"),
                new Command("start"), Optional.empty())), new Command("alone"), new Command("again"),
                Optional.of(new Command("ask")), Duration.ofMinutes(2));
        ClusterImage changed = image.with(new Kind(SECRET, k.product(), k.data(), 2, true, false, UpgradeMode.DETACH,
                Optional.empty(), Optional.of(new Kind.Backup(true, new Command("save"), Optional.empty())),
                Optional.empty(), Optional.empty(), Optional.of(how)));
        for (int g : groups) {
            GroupImage group = image.group(Scenes.group(g));
            changed = changed.with(GroupImage.defined(group.id(), SECRET, group.resources(), group.preferred(),
                    new TreeSet<>(), false, group.format()).settledOn(image.node(group.owner().orElseThrow()),
                            group.placement()));
        }
        return changed;
    }

    private static ClusterImage scenarioE() {
        return detached(Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1), 1);
    }

    private static UpgradeSpec undoable() {
        return Scenes.undoable(Scenes.upgrade());
    }

    @Test
    void silence_backup_detach_every_node_attach_drill_and_the_end_of_the_silence_in_this_order() {
        Planning.Planned planned = WrittenProceduresTest.plan(scenarioE(), Scenes.upgrade());
        assertThat(planned.plan().stages()).extracting(Stage::title).containsExactly("silence users of evs1",
                "back up evs1", "detach evs1 on node1", "upgrade node1", "upgrade node2", "attach evs1 on node1",
                "drill evs1   node1 -> node2", "drill evs1   node2 -> node1", "unsilence users of evs1");
        assertThat(planned.plan().steps().stream().map(Step::kindWord).filter(word -> !word.equals("hold")))
                .startsWith("quiesce", "backup", "take-offline", "detach").endsWith("attach", "bring-online", "move",
                        "check", "move", "check", "unquiesce");
    }

    /// Two minutes each to detach and attach and an hour for each node; nobody uses it for 2 h 12 min.
    @Test
    void the_figures_of_scenario_e() {
        ClusterImage image = scenarioE();
        Planning.Planned planned = WrittenProceduresTest.plan(image, Scenes.upgrade());
        assertThat(planned.report().exposure()).isEqualTo(Duration.ofMinutes(124));
        assertThat(planned.report().outages()).isEqualTo(1);
        assertThat(planned.report().optimal()).isTrue();
        assertThat(planned.report().planned()).isEqualTo(Duration.ofMinutes(132));
        assertThat(planned.report().makespan()).isEqualTo(Duration.ofMinutes(132));
        assertThat(planned.report().safeRests()).containsExactly(0, 9);
        assertThat(QuietTime.of(image, planned.plan())).containsExactly(new QuietTime(Scenes.group(1), 1, 9,
                Duration.ofMinutes(132)));
        assertThat(Prover.prove(planned.plan(), image, planned.report().exposureByGroup()))
                .isInstanceOf(Proof.Holds.class);
    }

    @Test
    void in_the_same_run_as_what_can_be_rolled_which_goes_round_as_ever() {
        ClusterImage image = detached(Scenes.cluster(DataMode.COMPATIBLE, true, 4, 1, 2, 3), 2);
        Planning.Planned planned = WrittenProceduresTest.plan(image, Scenes.upgrade());
        assertThat(planned.report().outagesByGroup()).containsOnlyKeys(Scenes.group(1), Scenes.group(2),
                Scenes.group(3)).allSatisfy((group, outages) -> assertThat(outages).isEqualTo(1));
        assertThat(planned.plan().steps()).noneMatch(step -> step instanceof Step.Move move
                && move.group().equals(Scenes.group(2)) && beforeAttach(planned.plan(), step));
        assertThat(Prover.prove(planned.plan(), image, planned.report().exposureByGroup()))
                .isInstanceOf(Proof.Holds.class);
    }

    private static boolean beforeAttach(Plan plan, Step step) {
        return plan.steps().indexOf(step) < plan.steps().indexOf(new Step.Attach(Scenes.group(2)));
    }

    @Test
    void nobody_could_take_it_over_from_detach_to_attach_whoever_looks() {
        ClusterImage image = detached(Scenes.cluster(DataMode.COMPATIBLE, true, 4, 1, 2, 3), 2);
        Plan plan = WrittenProceduresTest.plan(image, Scenes.upgrade()).plan();
        CoverHistory history = CoverHistory.of(image, plan);
        ClusterImage now = image;
        for (int done = 0; done <= plan.steps().size(); done++) {
            assertThat(history.uncovered(done)).as("after %d steps", done)
                    .isEqualTo(Cover.of(now).uncovered());
            assertThat(Cover.of(now).of(Scenes.group(2)).uncovered()).isEqualTo(now.group(Scenes.group(2)).placement()
                    .detached());
            now = done < plan.steps().size() ? Projection.project(now, plan.steps().get(done)) : now;
        }
    }

    /// Cut off after any step, the rest is planned, proved and reaches the end; a finished upgrade plans to nothing.
    @Test
    void from_after_any_step_a_proved_plan_reaches_the_end() {
        ClusterImage image = detached(Scenes.cluster(DataMode.COMPATIBLE, true, 3, 1, 2), 2);
        HalfDone.assertProvedFromAnywhere(image, Scenes.upgrade());
    }

    /// Abort before it runs alone brings it back online; abort after that attaches it at the old version first.
    @Test
    void the_way_back_from_every_step_attaches_it_and_ends_the_silence() {
        ClusterImage image = scenarioE();
        List<Step> steps = WrittenProceduresTest.plan(image, undoable()).plan().steps();
        List<Step> done = new ArrayList<>();
        for (Step step : steps) {
            done.add(step);
            WayBack back = WayBack.of(undoable(), image, done);
            ClusterImage now = image;
            for (Step each : done) {
                now = Projection.project(now, each);
            }
            for (Step each : back.steps()) {
                now = Projection.project(now, each);
            }
            assertThat(back.blocked()).isEmpty();
            assertThat(PlanBasis.between(image, now)).as("back from %s", step.describe()).isEmpty();
        }
    }

    @Test
    void a_plan_that_leaves_the_users_silent_or_the_group_outside_does_not_reach_the_end() {
        ClusterImage image = scenarioE();
        Plan plan = WrittenProceduresTest.plan(image, Scenes.upgrade()).plan();
        for (Class<? extends Step> left : List.of(Step.Unquiesce.class, Step.Attach.class)) {
            List<Stage> stages = plan.stages().stream().map(stage -> new Stage(stage.number(), stage.subject(),
                    stage.steps().stream().filter(step -> !left.isInstance(step)).toList(), stage.takes(), ""))
                    .filter(stage -> !stage.steps().isEmpty()).toList();
            assertThat(Prover.prove(new Plan(plan.spec(), plan.revision(), plan.basis(), stages), image))
                    .isInstanceOfSatisfying(Proof.Broken.class, broken -> assertThat(broken.law().number())
                            .isEqualTo(left == Step.Attach.class ? 1 : 15));
        }
    }

    @Test
    void a_kind_that_says_no_way_out_is_refused_and_so_is_one_whose_data_is_converted() {
        Kind k = scenarioE().kinds().get(SECRET);
        ClusterImage silent = scenarioE().with(new Kind(k.id(), k.product(), k.data(), 2, true, false, k.upgrade(),
                k.convert(), k.backup(), k.version(), k.format()));
        ClusterImage strict = scenarioE().with(new Kind(k.id(), k.product(), DataMode.STRICT, 2, true, false,
                k.upgrade(), Scenes.kind(DataMode.STRICT).convert(), k.backup(), k.version(), k.format(), k.detach()));
        assertThat(facts(silent)).singleElement().asString().contains("says no way out of the cluster");
        assertThat(facts(strict)).singleElement().asString().contains("detached, nobody converts it");
    }

    private static List<String> facts(ClusterImage image) {
        return ((Planning.Infeasible) Planner.plan(image, Scenes.upgrade())).because().stream()
                .map(reason -> reason.facts()).toList();
    }

    @Test
    void the_way_out_of_the_cluster_is_gone_step_by_step() {
        ClusterImage image = scenarioE();
        assertThat(image.group(Scenes.group(1)).placement().detachment()).isEmpty();
        ClusterImage quiet = Projection.project(image, new Step.Quiesce(Scenes.group(1)));
        assertThat(quiet.group(Scenes.group(1)).placement().detachment()).contains(Detachment.QUIET);
        assertThat(broken(image, new Step.Detach(Scenes.group(1)))).contains(1, 11, 13);
        assertThat(broken(quiet, new Step.Quiesce(Scenes.group(1)))).containsExactly(13);
        ClusterImage outside = Projection.project(Projection.project(quiet, new Step.TakeOffline(Scenes.group(1),
                image.group(Scenes.group(1)).resourceIds())), new Step.Detach(Scenes.group(1)));
        assertThat(broken(outside, new Step.Unquiesce(Scenes.group(1)))).containsExactly(13);
        assertThat(broken(outside, new Step.Move(Scenes.group(1), Scenes.node(1), Scenes.node(2)))).contains(1);
        assertThat(broken(outside, new Step.BringOnline(Scenes.group(1), image.group(Scenes.group(1)).resourceIds())))
                .contains(1);
        assertThat(broken(outside, new Step.Attach(Scenes.group(1)))).isEmpty();
    }

    private static List<Integer> broken(ClusterImage image, Step step) {
        return Rulebook.broken(Trace.begin(Scenes.upgrade(),
                Announcement.NOTHING, image), step, Projection.project(image, step),
                SharedSet.empty()).stream().map(law -> law.law().number()).toList();
    }
}
