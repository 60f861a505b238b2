package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.controller.RunViews;
import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.EventRecord;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RunAccidentsTest {

    private static final RunId RUN = new RunId("h2-2-0-1");
    private final RunViews views = new RunViews();
    private final Lab lab = Lab.atRest(Documents.of(4, 3));

    private Plan plan(UpgradeSpec.StopPoint... stops) {
        return ((Planning.Planned) Planner.plan(lab.image(), Documents.stoppingBefore(stops))).plan();
    }

    private RunView view() {
        return views.of(lab.tree(), RUN, lab.now()).orElseThrow();
    }

    private void awaitStatus(String status) {
        lab.await("run " + status, () -> views.of(lab.tree(), RUN, lab.now()).isPresent()
                && view().status().equals(status));
    }

    @Test
    void a_run_waits_at_a_stop_point_until_a_person_approves() {
        lab.accepted(new Request.StartRun(plan(UpgradeSpec.StopPoint.FIRST_INSTALL)));
        awaitStatus("waiting");
        assertThat(view().waitingFor().orElseThrow()).contains("baton upgrade approve");
        lab.pass(Duration.ofMinutes(20));
        assertThat(lab.ran).isEmpty();
        assertThat(lab.refused(new Request.ApplyConfiguration(Documents.of(5, 3), Optional.empty())).getFirst())
                .contains("law 10");
        lab.accepted(new Request.ApproveRun());
        awaitStatus("finished");
        assertThat(lab.refused(new Request.ApproveRun()).getFirst()).contains("no run is on");
    }

    @Test
    void each_wait_for_a_person_is_an_event_of_a_kind_of_its_own_and_so_is_the_end() {
        lab.accepted(new Request.StartRun(plan(UpgradeSpec.StopPoint.FIRST_INSTALL)));
        awaitStatus("waiting");
        lab.pass(Duration.ofSeconds(1));
        assertThat(told()).containsExactly(EventKind.RUN_STARTED, EventKind.RUN_WAITS);
        lab.node("node4").alwaysFailing.add("Install");
        lab.accepted(new Request.ApproveRun());
        awaitStatus("stopped");
        lab.pass(Duration.ofSeconds(1));
        assertThat(told()).endsWith(EventKind.RUN_STEP_FAILED, EventKind.RUN_WAITS);
        lab.accepted(new Request.AbortRun());
        awaitStatus("aborted");
        lab.pass(Duration.ofSeconds(1));
        assertThat(told()).endsWith(EventKind.RUN_ORDERED, EventKind.RUN_ABORTED);
    }

    /// The kinds of the run's events, without the steps that went well.
    private List<EventKind> told() {
        return lab.records().stream().filter(event -> event.subject().equals(RUN.value())).map(EventRecord::kind)
                .filter(kind -> kind != EventKind.RUN_STEP).toList();
    }

    @Test
    void a_failed_job_is_tried_again_under_a_new_name() {
        lab.node("node4").failing.add("SelfTest");
        lab.accepted(new Request.StartRun(plan()));
        awaitStatus("finished");
        assertThat(lab.ran.stream().filter(line -> line.startsWith("node4 SelfTest"))).hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void an_install_that_took_effect_and_is_said_to_have_failed_is_found_done_by_the_next_attempt() {
        lab.node("node4").misjudged.add("Install");
        lab.accepted(new Request.StartRun(plan()));
        awaitStatus("finished");
        assertThat(lab.ran.stream().filter(line -> line.startsWith("node4 Install"))).hasSize(2);
        assertThat(view().past()).isEmpty();
    }

    @Test
    void a_step_that_fails_for_good_stops_the_run_and_a_person_continues_it() {
        lab.node("node4").broken.add("evs1");
        lab.node("node1").broken.add("never");
        lab.accepted(new Request.StartRun(plan(UpgradeSpec.StopPoint.FIRST_INSTALL)));
        awaitStatus("waiting");
        lab.node("node4").alwaysFailing.add("Install");
        lab.accepted(new Request.ApproveRun());
        awaitStatus("stopped");
        assertThat(view().waitingFor().orElseThrow()).contains("failed", "baton upgrade resume");
        lab.node("node4").alwaysFailing.clear();
        lab.node("node4").broken.clear();
        lab.accepted(new Request.ResumeRun());
        awaitStatus("finished");
    }

    @Test
    void a_node_whose_test_fails_for_good_is_undone_and_let_go_of_and_the_run_plans_anew_when_it_is_resumed() {
        Plan plan = ((Planning.Planned) Planner.plan(lab.image(), Documents.undoingOnFailure())).plan();
        lab.node("node4").alwaysFailing.add("SelfTest");
        lab.accepted(new Request.StartRun(plan));
        awaitStatus("stopped");
        lab.await("node4 is let go of", () -> lab.image().node(new NodeId("node4")).holds().isEmpty());
        assertThat(lab.image().node(new NodeId("node4")).version(Documents.PRODUCT)).contains(Documents.OLD);
        assertThat(view().waitingFor().orElseThrow()).contains("failed", "node4 has h2 1.0.3 and is open",
                "baton upgrade resume");
        lab.node("node4").alwaysFailing.clear();
        lab.accepted(new Request.ResumeRun());
        awaitStatus("finished");
        assertThat(view().past()).hasSize(1);
    }

    @Test
    void a_node_that_cannot_be_undone_stays_closed() {
        Plan plan = ((Planning.Planned) Planner.plan(lab.image(), Documents.undoingOnFailure())).plan();
        lab.node("node4").alwaysFailing.addAll(List.of("SelfTest", "undo"));
        lab.accepted(new Request.StartRun(plan));
        awaitStatus("stopped");
        lab.await("no way back", () -> view().waitingFor().orElse("").contains("could not be undone"));
        assertThat(lab.image().node(new NodeId("node4")).closed()).isTrue();
    }

    @Test
    void no_run_starts_while_an_earlier_one_is_still_changing_a_node() {
        NodeId node4 = new NodeId("node4");
        lab.node("node4").hanging.add("Install");
        lab.accepted(new Request.StartRun(plan()));
        lab.await("the install is ordered", () -> !lab.tree().children(Paths.jobs(node4)).isEmpty());
        lab.node("node4").kill();
        lab.await("node4 down", () -> !lab.image().node(node4).up());
        lab.accepted(new Request.AbortRun());
        awaitStatus("aborted");
        lab.node("node4").restart();
        lab.await("node4 back", () -> lab.image().node(node4).up());
        lab.accepted(new Request.ResumeNode(node4));
        assertThat(lab.refused(new Request.StartRun(plan())).getFirst()).contains("law 7", "h2-2-0-1.3.1 on node4",
                "has not ended");
        lab.node("node4").hanging.clear();
        lab.pass(Duration.ofMinutes(1));
        Plan anew = ((Planning.Planned) Planner.plan(lab.image(), Documents.upgrade())).plan();
        lab.accepted(new Request.StartRun(anew));
    }

    @Test
    void an_aborted_run_leaves_groups_online_and_no_hold_of_its_own() {
        lab.accepted(new Request.StartRun(plan(UpgradeSpec.StopPoint.EACH_NODE)));
        awaitStatus("waiting");
        lab.node("node4").alwaysFailing.add("Install");
        lab.accepted(new Request.ApproveRun());
        awaitStatus("stopped");
        assertThat(lab.image().node(new NodeId("node4")).closed()).isTrue();
        lab.accepted(new Request.AbortRun());
        awaitStatus("aborted");
        assertThat(lab.image().nodes().values()).allSatisfy(node -> assertThat(node.holds()).isEmpty());
        assertThat(lab.image().groups().values()).allSatisfy(group ->
                assertThat(group.state().word()).isEqualTo("Online"));
    }

    @Test
    void a_run_aborted_in_the_middle_of_a_move_brings_the_group_back_online() {
        for (String what : List.of("take-offline", "move", "convert")) {
            Lab other = Lab.atRest(Documents.of(4, 3));
            Plan plan = ((Planning.Planned) Planner.plan(other.image(), Documents.upgrade())).plan();
            int index = plan.steps().stream().map(Step::kindWord).toList().indexOf(what);
            other.begin(new Request.StartRun(plan));
            other.stepUntil(what, () -> views.journal(other.tree(), RUN).stream()
                    .anyMatch(entry -> entry instanceof Entry.Began began && began.step() == index));
            other.begin(new Request.AbortRun());
            other.await("aborted at " + what, () -> views.of(other.tree(), RUN, other.now()).filter(view ->
                    view.status().equals("aborted")).isPresent());
            other.await("all online after an abort at " + what, () -> other.image().groups().values().stream()
                    .allMatch(group -> group.state().word().equals("Online")));
            assertThat(other.image().nodes().values()).allSatisfy(node -> assertThat(node.holds()).isEmpty());
        }
    }

    @Test
    void a_run_waits_while_a_node_is_down_and_goes_on_when_it_is_back() {
        lab.accepted(new Request.StartRun(plan(UpgradeSpec.StopPoint.FIRST_INSTALL)));
        awaitStatus("waiting");
        lab.node("node3").kill();
        lab.await("node3 down", () -> !lab.image().node(new NodeId("node3")).up());
        lab.accepted(new Request.ApproveRun());
        lab.pass(Duration.ofMinutes(1));
        assertThat(view().status()).isEqualTo("running");
        assertThat(view().waitingFor().orElseThrow()).contains("node3 to come back");
        lab.pass(Duration.ofMinutes(5));
        assertThat(view().status()).isEqualTo("waiting");
        assertThat(view().waitingFor().orElseThrow()).contains("start batond on node3", "baton upgrade abort");
        assertThat(lab.ran).isEmpty();
        lab.node("node3").restart();
        awaitStatus("finished");
        assertThat(view().past()).singleElement().satisfies(past ->
                assertThat(past.why()).contains("evs3 is on node4"));
    }

    @Test
    void a_paused_run_rests_after_the_step_that_is_on() {
        lab.accepted(new Request.StartRun(plan(UpgradeSpec.StopPoint.FIRST_INSTALL)));
        awaitStatus("waiting");
        lab.accepted(new Request.PauseRun());
        lab.accepted(new Request.ApproveRun());
        lab.pass(Duration.ofMinutes(5));
        assertThat(view().status()).isEqualTo("paused");
        assertThat(lab.ran).isEmpty();
        lab.accepted(new Request.ResumeRun());
        awaitStatus("finished");
    }

    @Test
    void exposure_is_counted_as_it_was() {
        lab.accepted(new Request.StartRun(plan(UpgradeSpec.StopPoint.EACH_NODE)));
        awaitStatus("waiting");
        lab.pass(Duration.ofMinutes(7));
        while (!view().status().equals("finished")) {
            lab.accepted(new Request.ApproveRun());
            lab.await("rest", () -> !view().status().equals("running"));
        }
        assertThat(view().groups()).allSatisfy(group -> assertThat(group.uncovered()).isLessThan(
                Duration.ofMinutes(8)));
    }
}
