package dev.baton.core.prover;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.Scenes.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.PlanReport;
import dev.baton.core.planner.Planning;
import dev.baton.core.rules.Exposure;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Outages that come of a lost majority: what the plan says of them is what the prover finds, no more and no less.
class MajorityTest {

    private static final ClusterImage PAIR = Scenes.cluster(DataMode.COMPATIBLE, true, 2, 1);

    @Test
    void a_pair_whose_nodes_restart_is_planned_with_three_outages_and_no_plan_has_fewer() {
        Planning.Planned planned = ProverTest.plan(PAIR, restarting());
        assertThat(planned.report().outages()).isEqualTo(3).isEqualTo(planned.report().leastOutages().value());
        assertThat(planned.report().outagesByGroup()).containsOnlyKeys(group(1)).containsValue(3);
        assertThat(planned.report().optimal()).isTrue();
        assertThat(planned.report().leastOutages().because()).isEqualTo(
                "every group must leave its node once, and nothing runs without a majority (2)");
        assertThat(planned.report().votes()).isEqualTo("2; NO MAJORITY during steps 1 3: nothing can be decided while "
                + "the node is out, and nothing runs (2 of the outages); with one more vote, a witness, a majority "
                + "would remain");
        assertThat(planned.report().outlooks()).extracting(PlanReport.Outlook::sentence)
                .contains("nothing runs until node2 is back", "nothing runs until node1 is back");
        assertThat(Prover.prove(planned.plan(), PAIR, planned.report().exposureByGroup()).holds()).isTrue();
    }

    @Test
    void with_a_witness_the_same_pair_has_one() {
        ClusterImage witnessed = PAIR.with(NodeImage.defined(node(3), "127.0.0.3", true, true)
                .withMembership(Membership.UP, 1, "boot"));
        assertThat(ProverTest.plan(witnessed, restarting()).report().outages()).isOne();
    }

    @Test
    void a_restart_that_may_not_be_needed_is_not_counted_and_the_plan_says_what_it_would_cost() {
        PlanReport report = ProverTest.plan(PAIR, ProverTest.undoable()).report();
        assertThat(report.outages()).isOne();
        assertThat(report.votes()).isEqualTo("2; NO MAJORITY during steps 1 3 where the node restarts: nothing can be "
                + "decided while the node is out, and nothing runs (up to 2 outages more); with one more vote, a "
                + "witness, a majority would remain");
    }

    @Test
    void where_no_node_restarts_every_vote_stays() {
        assertThat(ProverTest.plan(PAIR, with(UpgradeSpec.Restart.NEVER)).report().votes())
                .isEqualTo("2; a majority remains at every step, but not after one more failure");
    }

    @Test
    void a_single_vote_takes_every_node_with_it() {
        ClusterImage one = Scenes.cluster(DataMode.COMPATIBLE, true, 3, 2, 3);
        for (int n = 2; n <= 3; n++) {
            NodeImage node = one.node(node(n));
            one = one.with(NodeImage.defined(node.id(), node.address(), false, false)
                    .withMembership(Membership.UP, 1, "boot").withFacts(node.facts()));
        }
        PlanReport report = ProverTest.plan(one, restarting()).report();
        assertThat(report.outages()).isEqualTo(4).isEqualTo(report.leastOutages().value());
        assertThat(report.votes()).contains("with two more votes a majority would remain");
    }

    @Test
    void silence_that_is_not_said_breaks_law_5() {
        Plan plan = changed(ProverTest.plan(PAIR, restarting()).plan(), step ->
                step instanceof Step.Restart(var node, var only, _) ? new Step.Restart(node, only) : step);
        assertThat(broken(plan, PAIR)).isEqualTo("law 5: while node2 is changed 1 of 2 votes are left, no majority, "
                + "and the plan does not say that evs1 falls silent meanwhile");
    }

    @Test
    void silence_that_is_said_and_does_not_come_breaks_it_too() {
        ClusterImage three = Scenes.cluster(DataMode.COMPATIBLE, true, 3, 1);
        Plan plan = changed(ProverTest.plan(three, restarting()).plan(), step ->
                step instanceof Step.Restart(var node, var only, _)
                        ? new Step.Restart(node, only, List.of(new Step.GivenUp(group(1)))) : step);
        assertThat(broken(plan, three)).startsWith("law 5: the plan says that evs1 would fall silent while node")
                .endsWith("the votes that are left keep it running");
    }

    /// Exposure is counted by what a stage does itself.
    @Test
    void whoever_falls_silent_changes_nothing_about_cover() {
        Plan counted = ProverTest.plan(PAIR, restarting()).plan();
        Plan other = ProverTest.plan(PAIR, ProverTest.undoable()).plan();
        assertThat(Exposure.of(PAIR, counted).byGroup()).isEqualTo(Exposure.of(PAIR, other).byGroup());
    }

    private static String broken(Plan plan, ClusterImage image) {
        Proof proof = Prover.prove(plan, image);
        assertThat(proof).isInstanceOf(Proof.Broken.class);
        Proof.Broken broken = (Proof.Broken) proof;
        return "law " + broken.law().number() + ": " + broken.reasons().stream().map(Reason::facts)
                .collect(Collectors.joining("; "));
    }

    private static Plan changed(Plan plan, UnaryOperator<Step> change) {
        return new Plan(plan.spec(), plan.revision(), plan.basis(), plan.stages().stream().map(stage ->
                new Stage(stage.number(), stage.subject(), stage.steps().stream().map(change).toList(), stage.takes(),
                        stage.because())).toList());
    }

    private static UpgradeSpec restarting() {
        return with(UpgradeSpec.Restart.ALWAYS);
    }

    private static UpgradeSpec with(UpgradeSpec.Restart restart) {
        UpgradeSpec s = ProverTest.undoable();
        return new UpgradeSpec(s.name(), s.products(), restart, s.preset(), s.failback(), s.convert(), s.moveTakes(),
                s.stopBefore(), s.acceptedExposure(), s.soakAfterNode(), s.onFailure());
    }
}
