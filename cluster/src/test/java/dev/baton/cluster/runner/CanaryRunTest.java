package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.cluster.lab.LabRun;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.screen.ReportScreen;
import dev.baton.core.screen.RunScreen;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A canary in runs: three nodes, two groups; node3 is empty and is changed first, then node1, then node2. Of the first
/// two the canary shows that it works there and comes back as it was.
final class CanaryRunTest {

    private static final GroupId CANARY = new GroupId("evs2");

    private final Lab lab = Lab.atRest(Documents.identified(3, 2));
    private final LabRun run = new LabRun(lab);

    private static UpgradeSpec spec() {
        return Documents.undoable().withCanary(CANARY);
    }

    private static List<String> lines(LabRun run) {
        return run.view().canaries().stream().map(RunView.CanaryLine::text).toList();
    }

    private static long installs(Lab lab) {
        return lab.ran.stream().filter(line -> line.contains("Install")).count();
    }

    private static void wholeAndUpgraded(Lab lab, String when) {
        assertThat(lab.image().members()).as(when).allSatisfy(node -> {
            assertThat(node.version(Documents.PRODUCT)).contains(Documents.NEW);
            assertThat(node.holds()).isEmpty();
        });
        assertThat(lab.image().groups().values()).as(when).allSatisfy(group ->
                assertThat(group.state().word()).isEqualTo("Online"));
        assertThat(lab.ran).as("no job runs twice, " + when).doesNotHaveDuplicates();
    }

    @Test
    void a_canary_goes_to_each_changed_node_and_back_before_the_next_begins_and_both_results_are_told() {
        run.start(spec());
        run.awaitStatus("finished");
        wholeAndUpgraded(lab, "at the end");
        assertThat(lines(run)).hasSize(4);
        assertThat(lines(run).get(0)).startsWith("canary out: ok (evs2 to node3): Online on node3, epoch ")
                .endsWith("; it serves on node3");
        assertThat(lines(run).get(1)).startsWith("canary back: ok (evs2 from node3): Online on node2, epoch ")
                .endsWith("; it serves on node2; fingerprint unchanged: system 7041");
        assertThat(lines(run).get(2)).startsWith("canary out: ok (evs2 to node1): ");
        assertThat(lines(run).get(3)).startsWith("canary back: ok (evs2 from node1): ");
        long canary = run.journal().stream().filter(entry -> entry instanceof Entry.OutageSeen seen
                && seen.group().equals(CANARY)).count();
        assertThat(canary).as("there and back twice, and its own move").isEqualTo(5);
        assertThat(new RunScreen(run.view(), lab.now()).text()).contains("\n  canary back: ok (evs2 from node3): ");
        assertThat(new ReportScreen(run.view(), lab.now()).text()).contains("\ncanary out: ok (evs2 to node1): ");
    }

    @Test
    void a_fingerprint_that_changed_stops_the_run_with_both_values_before_the_next_node_begins() {
        lab.paced();
        run.start(spec());
        run.awaitStep("move evs2 from node3 to node2");
        lab.identities.put(CANARY, "system 7042\nmail");
        run.awaitStatus("stopped");
        assertThat(installs(lab)).isEqualTo(1);
        assertThat(lines(run).getFirst()).startsWith("canary out: ok ");
        assertThat(lines(run).getLast()).isEqualTo("canary back: failed (evs2 from node3): the fingerprint of evs2 was "
                + "system 7041 before it left, and is system 7042, mail now that it is back");
        assertThat(lab.group("evs2").owner()).contains(new NodeId("node2"));

        lab.identities.clear();
        lab.accepted(new Request.ResumeRun());
        run.awaitStatus("finished");
        wholeAndUpgraded(lab, "once the data are as they were");
    }

    @Test
    void a_fingerprint_that_says_nothing_stops_the_run_before_the_canary_leaves() {
        lab.identities.put(CANARY, "\n");
        run.start(spec());
        run.awaitStatus("stopped");
        assertThat(lines(run)).containsExactly("canary out: failed (evs2 to node3): the fingerprint of evs2 is empty");
        assertThat(lab.group("evs2").owner()).contains(new NodeId("node2"));
        assertThat(lab.group("evs2").placement().previous()).isEmpty();
    }

    @Test
    void a_canary_that_does_not_start_out_there_stops_the_run_and_serves_at_home() {
        lab.node("node3").broken.add("evs2");
        run.start(spec());
        run.awaitStatus("stopped");
        assertThat(lines(run)).singleElement().asString().startsWith("canary out: failed (evs2 to node3): ");
        lab.await("evs2 is online elsewhere", () -> lab.group("evs2").state().word().equals("Online")
                && !lab.group("evs2").owner().equals(Optional.of(new NodeId("node3"))));
        assertThat(installs(lab)).isEqualTo(1);

        lab.node("node3").broken.clear();
        lab.accepted(new Request.ClearFailure(CANARY));
        lab.accepted(new Request.ResumeRun());
        run.awaitStatus("finished");
        wholeAndUpgraded(lab, "once the node was mended");
    }

    @Test
    void a_canary_that_does_not_serve_out_there_stops_the_run_and_an_abort_leaves_it_online() {
        lab.node("node3").alwaysFailing.add("Check");
        run.start(spec());
        run.awaitStatus("stopped");
        assertThat(lines(run)).singleElement().asString().startsWith("canary out: failed (evs2 to node3): failed: ");
        assertThat(installs(lab)).isEqualTo(1);
        lab.accepted(new Request.AbortRun());
        run.awaitStatus("aborted");
        assertThat(lab.image().nodes().values()).allSatisfy(node -> assertThat(node.holds()).isEmpty());
        assertThat(lab.group("evs2").state().word()).isEqualTo("Online");
    }

    @Test
    void a_canary_whose_changed_node_is_lost_fails_over_and_goes_there_again_once_that_is_back() {
        lab.paced();
        run.start(spec());
        run.awaitStep("check evs2");
        assertThat(lab.group("evs2").owner()).contains(new NodeId("node3"));
        lab.node("node3").kill();
        lab.await("evs2 is at home", () -> lab.group("evs2").state().word().equals("Online")
                && lab.group("evs2").owner().equals(Optional.of(new NodeId("node2"))));
        lab.node("node3").restart();
        run.awaitStatus("finished");
        wholeAndUpgraded(lab, "after the loss of node3");
        assertThat(lines(run).stream().map(line -> line.replaceFirst("\\).*", ")"))).endsWith(
                "canary out: ok (evs2 to node3)", "canary back: ok (evs2 from node3)",
                "canary out: ok (evs2 to node1)", "canary back: ok (evs2 from node1)");
    }

    @Test
    void a_canary_that_is_out_when_its_home_is_lost_comes_back_to_it() {
        lab.paced();
        run.start(spec());
        run.awaitStep("check evs2");
        lab.node("node2").kill();
        lab.await("node2 down", () -> !lab.image().node(new NodeId("node2")).up());
        lab.node("node2").restart();
        run.awaitStatus("finished");
        wholeAndUpgraded(lab, "after the loss of node2");
        assertThat(lines(run)).anySatisfy(line -> assertThat(line).startsWith("canary back: ok (evs2 from node3)")
                .endsWith("fingerprint unchanged: system 7041"));
    }

    /// The first and the last step of the stages of a canary, over all that the plan has.
    private static List<Integer> canarySteps(Plan plan) {
        return plan.positions().stream().filter(position -> position.stage().subject() instanceof Stage.Subject.Canary)
                .map(Plan.Position::index).toList();
    }

    private static boolean begun(LabRun run, int step) {
        return run.journal().stream().anyMatch(entry -> entry instanceof Entry.Began began && began.step() == step);
    }

    @Test
    void a_run_is_rolled_back_from_every_step_of_a_canary() {
        for (int step : canarySteps(run.plan(spec()))) {
            Lab other = Lab.atRest(Documents.identified(3, 2)).paced();
            PlanBasis origin = PlanBasis.of(other.image());
            LabRun turned = new LabRun(other);
            turned.start(spec());
            other.await("step " + step, () -> begun(turned, step));
            turned.rollBack();
            assertThat(origin.differences(PlanBasis.of(other.image()))).as("from step " + step).isEmpty();
            other.await("all online after the way back from " + step, () -> other.image().groups().values().stream()
                    .allMatch(group -> group.state().word().equals("Online")));
        }
    }

    @Test
    void a_run_goes_on_whose_leader_is_lost_at_any_step_of_a_canary() {
        for (int step : canarySteps(run.plan(spec()))) {
            Lab other = Lab.atRest(Documents.identified(3, 2)).paced();
            LabRun led = new LabRun(other);
            led.start(spec());
            other.await("step " + step, () -> begun(led, step));
            other.killLeader();
            led.awaitStatus("finished");
            wholeAndUpgraded(other, "its leader was lost at step " + step);
            assertThat(led.view().canaries()).as("at step " + step).hasSize(4).allSatisfy(line ->
                    assertThat(line.result()).isEqualTo("ok"));
        }
    }

    @Test
    void a_plan_without_a_canary_has_none_and_asks_for_no_fingerprint() {
        Plan plan = run.plan(Documents.undoable());
        assertThat(canarySteps(plan)).isEmpty();
        run.start(Documents.undoable());
        run.awaitStatus("finished");
        assertThat(run.view().canaries()).isEmpty();
        assertThat(lab.ran).noneMatch(line -> line.contains("Check"));
    }
}
