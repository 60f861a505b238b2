package dev.baton.core.prover;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.Scenes.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.rules.CoverWalk;
import dev.baton.core.rules.Exposure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the prover says of plans, of plans with one step changed, and of reports.
class ProverTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    @ParameterizedTest
    @CsvSource({"STRICT, fewest-outages", "STRICT, documented", "BACKWARD, fewest-outages",
        "BACKWARD, least-exposure", "BACKWARD, documented", "COMPATIBLE, fewest-outages", "COMPATIBLE, documented"})
    void the_planners_plans_hold_and_the_walk_sums_up_what_the_report_says(DataMode mode, String preset) {
        ClusterImage image = Scenes.fourNodes(mode);
        Planning.Planned planned = plan(image, undoable().withPreset(Preset.parse(preset)));
        Proof proof = Prover.prove(planned.plan(), image, planned.report().exposureByGroup());
        assertThat(proof).isInstanceOf(Proof.Holds.class);
        Proof.Holds holds = (Proof.Holds) proof;
        assertThat(holds.exposure()).isEqualTo(Exposure.of(image, planned.plan()).byGroup());
        assertThat(holds.figures().states()).isEqualTo(planned.plan().steps().size() + 1);
        assertThat(CertificateCheck.faults(planned.plan(), image, holds.certificate())).isEmpty();
    }

    @Test
    void compatible_data_can_be_rolled_back_from_everywhere() {
        ClusterImage image = Scenes.fourNodes(DataMode.COMPATIBLE);
        Proof.Holds holds = (Proof.Holds) Prover.prove(plan(image, undoable()).plan(), image);
        assertThat(holds.noReturn()).isEmpty();
        assertThat(holds.figures().waysBack()).isEqualTo(plan(image, undoable()).plan().steps().size());
    }

    @Test
    void the_first_conversion_is_the_point_of_no_return() {
        Proof.Holds holds = (Proof.Holds) Prover.prove(plan(FOUR, undoable()).plan(), FOUR);
        assertThat(holds.noReturn()).contains(new Proof.NoReturn(2, new Step.Convert(group(1), Scenes.OLD, Scenes.NEW),
                "the data of evs1 have changed their format to 2.0"));
    }

    @Test
    void without_an_undo_the_first_install_is() {
        Proof.Holds holds = (Proof.Holds) Prover.prove(plan(FOUR, Scenes.upgrade()).plan(), FOUR);
        assertThat(holds.noReturn().orElseThrow().why()).isEqualTo("the upgrade names no undo for evs");
        assertThat(holds.figures().waysBack()).isEqualTo(2);
    }

    @Test
    void a_plan_without_its_self_tests_breaks_law_3_at_the_release() {
        Proof.Broken broken = broken(without(Step.SelfTest.class));
        assertThat(broken.law().number()).isEqualTo(3);
        assertThat(broken.at().orElseThrow().step()).isEqualTo(new Step.Release(node(4)));
        assertThat(broken.prefix()).hasSize(1);
        assertThat(broken.prefix().getFirst().steps().getLast()).isEqualTo(new Step.Release(node(4)));
    }

    @Test
    void a_plan_without_holds_breaks_law_3_at_the_install() {
        Proof.Broken broken = broken(without(Step.Hold.class));
        assertThat(broken.law().number()).isEqualTo(3);
        assertThat(broken.reasons()).extracting(Reason::facts)
                .containsExactly("node4 is not closed, so a group could start there meanwhile");
    }

    @Test
    void a_plan_without_conversions_breaks_law_2_where_the_group_would_start() {
        Proof.Broken broken = broken(without(Step.Convert.class));
        assertThat(broken.law().number()).isEqualTo(2);
        assertThat(broken.at().orElseThrow().step()).isInstanceOf(Step.BringOnline.class);
        assertThat(broken.prefix()).hasSize(2);
    }

    @Test
    void a_plan_that_leaves_groups_offline_breaks_law_15_at_the_end() {
        Proof.Broken broken = broken(without(Step.BringOnline.class));
        assertThat(broken.law().number()).isEqualTo(15);
        assertThat(broken.at()).isEmpty();
        assertThat(broken.reasons()).extracting(Reason::facts).containsExactly(
                "evs1 is Partial on node4 without attendant", "evs2 is Partial on node1 without attendant",
                "evs3 is Partial on node2 without attendant");
    }

    @Test
    void a_plan_with_its_stages_swapped_installs_on_a_node_that_is_not_empty() {
        Plan plan = plan(FOUR, undoable()).plan();
        List<Stage> stages = new ArrayList<>(plan.stages());
        stages.add(0, stages.remove(2));
        Proof.Broken broken = broken(new Plan(plan.spec(), plan.revision(), plan.basis(), stages));
        assertThat(broken.reasons()).extracting(Reason::facts).contains("node1 still has evs1");
    }

    @Test
    void a_report_that_hides_exposure_is_found_out() {
        Planning.Planned planned = plan(FOUR, undoable());
        TreeMap<GroupId, Duration> rosy = new TreeMap<>(planned.report().exposureByGroup());
        rosy.put(group(1), Duration.ofMinutes(1));
        Proof proof = Prover.prove(planned.plan(), FOUR, rosy);
        assertThat(proof).isInstanceOfSatisfying(Proof.Broken.class, broken -> {
            assertThat(broken.law().number()).isEqualTo(4);
            assertThat(broken.reasons().getFirst().facts()).isEqualTo("the report says evs1 1m, evs2 4h9m, evs3 4h9m "
                    + "without cover; it is evs1 4h6m, evs2 4h9m, evs3 4h9m without cover");
        });
    }

    @Test
    void exposure_above_what_was_accepted_breaks_law_4() {
        UpgradeSpec any = undoable();
        Plan plan = plan(FOUR, any).plan();
        UpgradeSpec strict = new UpgradeSpec(any.name(), any.products(), any.restart(), any.preset(), any.failback(),
                any.convert(), any.moveTakes(), any.stopBefore(), Optional.of(Duration.ofMinutes(45)),
                any.soakAfterNode(), any.onFailure());
        Proof.Broken broken = broken(new Plan(strict, plan.revision(), plan.basis(), plan.stages()));
        assertThat(broken.law().number()).isEqualTo(4);
        assertThat(broken.at().orElseThrow().step()).isEqualTo(new Step.Hold(node(4)));
    }

    @Test
    void a_plan_for_another_cluster_is_not_judged() {
        Plan plan = plan(FOUR, undoable()).plan();
        assertThat(Prover.prove(plan, Scenes.upgraded(FOUR, 4))).isEqualTo(new Proof.Unproven(
                "the plan was made for a cluster where node4 is Up with {evs=1.0}; here node4 is Up with {evs=2.0}"));
    }

    @Test
    void a_step_that_names_nothing_known_is_not_judged() {
        Plan plan = plan(FOUR, undoable()).plan();
        List<Stage> stages = List.of(new Stage(1, new Stage.Subject.UpgradeNode(node(9)),
                List.of(new Step.Hold(node(9))), Duration.ZERO, ""));
        assertThat(Prover.prove(new Plan(plan.spec(), plan.revision(), plan.basis(), stages), FOUR))
                .isEqualTo(new Proof.Unproven("the cluster has no node node9"));
    }

    @Test
    void a_certificate_with_a_false_witness_does_not_check() {
        Plan plan = plan(FOUR, undoable()).plan();
        Certificate right = ((Proof.Holds) Prover.prove(plan, FOUR)).certificate();
        List<Certificate.State> states = new ArrayList<>(right.states());
        List<CoverWalk.Change> wrong = new ArrayList<>(states.getFirst().changes());
        wrong.replaceAll(change -> change.group().equals(group(1))
                ? new CoverWalk.Change(group(1), Optional.of(node(2))) : change);
        states.set(0, new Certificate.State(wrong, new TreeSet<>()));
        assertThat(CertificateCheck.faults(plan, FOUR, new Certificate(states)))
                .first().isEqualTo("at the start: evs1 counts on node2: node2 runs evs2; "
                        + "one group per node (anti-affinity, hard)");
        states.set(0, new Certificate.State(List.of(), new TreeSet<>(List.of(group(1), group(2)))));
        assertThat(CertificateCheck.faults(plan, FOUR, new Certificate(states)))
                .first().isEqualTo("at the start: evs3 has neither a witness nor a place among the uncovered");
        assertThat(CertificateCheck.faults(plan, FOUR, new Certificate(states.subList(1, states.size()))))
                .hasSize(1);
    }

    /// The plan for four nodes and strict data without the steps of one sort.
    private static Plan without(Class<? extends Step> sort) {
        Plan plan = plan(FOUR, undoable()).plan();
        List<Stage> stages = plan.stages().stream().map(stage -> new Stage(stage.number(), stage.subject(),
                stage.steps().stream().filter(step -> !sort.isInstance(step)).toList(), stage.takes(),
                stage.because())).toList();
        return new Plan(plan.spec(), plan.revision(), plan.basis(), stages);
    }

    private static Proof.Broken broken(Plan plan) {
        Proof proof = Prover.prove(plan, FOUR);
        assertThat(proof).isInstanceOf(Proof.Broken.class);
        return (Proof.Broken) proof;
    }

    static Planning.Planned plan(ClusterImage image, UpgradeSpec spec) {
        return (Planning.Planned) Planner.plan(image, spec);
    }

    /// Scenes' upgrade with a way to bring the old version back.
    static UpgradeSpec undoable() {
        UpgradeSpec s = Scenes.upgrade();
        return new UpgradeSpec(s.name(), s.products().stream().map(p -> new UpgradeSpec.ProductUpgrade(p.product(),
                p.from(), p.to(), p.prepare(), p.install(), Optional.of(new Command("setup --undo")), p.selfTest(),
                p.takes())).toList(), s.restart(), s.preset(), s.failback(), s.convert(), s.moveTakes(),
                s.stopBefore(), s.acceptedExposure(), s.soakAfterNode(), s.onFailure());
    }
}
