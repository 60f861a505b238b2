package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.controller.RunViews;
import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.cluster.lab.LabRun;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Drill;
import dev.baton.core.screen.DrillScreen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A drill as a run: three nodes, one group whose kind asks its application.
final class DrillRunTest {

    private static final RunId RUN = new RunId("drill-1");

    private final Lab lab = Lab.atRest(Documents.asking(3, 1));
    private final PlanBasis origin = PlanBasis.of(lab.image());
    private final Drill drill = Drill.of(lab.image(), List.of(), Duration.ofSeconds(30));
    private final DrillScreen screen = new DrillScreen(lab.image(), drill);
    private final RunViews views = new RunViews();

    private RunView view() {
        return views.of(lab.tree(), RUN, lab.now()).orElseThrow();
    }

    private List<Entry> journal() {
        return views.journal(lab.tree(), RUN);
    }

    private void start() {
        lab.accepted(new Request.StartRun(drill.plan()));
    }

    private void await(String status) {
        lab.await("the drill is " + status, () -> views.of(lab.tree(), RUN, lab.now())
                .filter(view -> view.status().equals(status)).isPresent());
    }

    private void everythingIsAsBefore() {
        assertThat(origin.differences(PlanBasis.of(lab.image()))).isEmpty();
        assertThat(lab.group("evs1").state().word()).isEqualTo("Online");
    }

    private List<String> asked() {
        return lab.ran.stream().filter(line -> line.contains(" Check ")).map(line -> line.split(" ")[0]).distinct()
                .toList();
    }

    private List<String> states() {
        return screen.outcome(view()).stops().stream().map(DrillScreen.Stop::state).toList();
    }

    @Test
    void a_drill_asks_on_every_node_and_ends_where_it_began() {
        start();
        await("finished");
        everythingIsAsBefore();
        assertThat(lab.ran).extracting(line -> line.split(" ")[0] + line.split(" ")[1])
                .containsExactly("node2Check", "node3Check", "node1Check");
        assertThat(screen.outcome(view()).passed()).isTrue();
    }

    @Test
    void a_check_that_fails_for_good_brings_the_group_home_straight_and_ends_the_drill() {
        lab.node("node2").alwaysFailing.add("Check");
        start();
        await("rolled-back");
        everythingIsAsBefore();
        assertThat(asked()).containsExactly("node2");
        assertThat(screen.outcome(view()).passed()).isFalse();
        assertThat(states()).containsExactly("failed", "not visited", "not visited");
        assertThat(view().stages()).extracting(RunView.StageLine::title).containsExactly("move evs1   node2 -> node1");
        assertThat(screen.after(view(), lab.now())).contains("FAILED", "failed: evs1 on node2: failed: the laboratory");
    }

    @Test
    void a_check_that_fails_on_the_second_node_is_not_undone_over_the_first() {
        lab.node("node3").alwaysFailing.add("Check");
        start();
        await("rolled-back");
        everythingIsAsBefore();
        assertThat(view().stages()).extracting(RunView.StageLine::title).containsExactly("move evs1   node3 -> node1");
        assertThat(states()).containsExactly("passed", "failed", "not visited");
    }

    @Test
    void a_check_that_fails_once_is_asked_again() {
        lab.node("node2").failing.add("Check");
        start();
        await("finished");
        assertThat(lab.ran.stream().filter(line -> line.startsWith("node2 Check"))).hasSize(2);
    }

    @Test
    void a_group_that_does_not_start_on_a_node_ends_the_drill_and_is_home_again() {
        lab.node("node3").broken.add("evs1");
        start();
        await("rolled-back");
        lab.await("evs1 runs", () -> lab.group("evs1").state().word().equals("Online"));
        everythingIsAsBefore();
        assertThat(states()).containsExactly("passed", "failed", "not visited");
    }

    @Test
    void the_loss_of_a_node_that_was_to_be_visited_ends_the_drill_at_home() {
        lab.node("node2").hanging.add("Check");
        start();
        lab.await("evs1 is asked", () -> journal().stream().anyMatch(entry -> entry instanceof Entry.Began began
                && began.step() == 1));
        lab.node("node3").kill();
        lab.await("node3 is down", () -> !lab.image().nodes().get(new NodeId("node3")).up());
        lab.node("node2").hanging.clear();
        await("rolled-back");
        assertThat(lab.group("evs1").owner().orElseThrow()).hasToString("node1");
        assertThat(journal().stream().filter(Entry.RollbackAsked.class::isInstance)).hasSize(1);
        assertThat(view().past().getFirst().why()).contains("the drill (", "node3");
    }

    @Test
    void a_drill_whose_leader_is_lost_after_any_entry_goes_on_to_its_end() {
        start();
        await("finished");
        int length = journal().size();
        for (int cut = 3; cut < length; cut += 2) {
            DrillRunTest other = new DrillRunTest();
            other.start();
            int entries = cut;
            other.lab.stepUntil("entry " + cut, () -> other.journal().size() >= entries);
            if (other.lab.hasLeader()) {
                other.lab.killLeader();
            }
            other.await("finished");
            other.everythingIsAsBefore();
            assertThat(other.lab.ran).as("no check is asked twice, cut after entry " + cut).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_way_home_whose_leader_is_lost_after_any_entry_ends_at_home() {
        lab.node("node2").alwaysFailing.add("Check");
        start();
        await("rolled-back");
        int length = journal().size();
        for (int cut = 8; cut < length; cut += 3) {
            DrillRunTest other = new DrillRunTest();
            other.lab.node("node2").alwaysFailing.add("Check");
            other.start();
            int entries = cut;
            other.lab.stepUntil("entry " + cut, () -> other.journal().size() >= entries);
            if (other.lab.hasLeader()) {
                other.lab.killLeader();
            }
            other.await("rolled-back");
            other.everythingIsAsBefore();
            assertThat(other.journal().stream().filter(Entry.RollbackAsked.class::isInstance)).hasSize(1);
        }
    }

    @Test
    void a_drill_is_paused_and_continued_and_an_aborted_one_leaves_the_group_where_it_serves() {
        lab.node("node2").hanging.add("Check");
        start();
        lab.await("evs1 is asked", () -> journal().stream().anyMatch(entry -> entry instanceof Entry.Began began
                && began.step() == 1));
        lab.accepted(new Request.PauseRun());
        assertThat(view().status()).isEqualTo("paused");
        lab.accepted(new Request.ResumeRun());
        lab.accepted(new Request.AbortRun());
        await("aborted");
        assertThat(lab.group("evs1").state().word()).isEqualTo("Online");
        assertThat(lab.group("evs1").owner().orElseThrow()).hasToString("node2");
    }

    @Test
    void a_rollback_that_a_person_asks_for_brings_every_group_home_without_another_question() {
        lab.node("node3").hanging.add("Check");
        start();
        lab.await("evs1 is asked on node3", () -> journal().stream().anyMatch(entry -> entry instanceof Entry.Began b
                && b.step() == 3));
        lab.accepted(new Request.RollbackRun());
        await("rolled-back");
        everythingIsAsBefore();
    }

    /// The first group is home again and fails over while the second is away: its return was not part of what is left.
    @Test
    void a_way_home_that_costs_more_than_was_agreed_to_is_asked_for() {
        Lab two = Lab.atRest(Documents.asking(4, 2));
        PlanBasis before = PlanBasis.of(two.image());
        two.begin(new Request.StartRun(Drill.of(two.image(), List.of(new GroupId("evs2"), new GroupId("evs1")),
                Duration.ofSeconds(30)).plan()));
        two.stepUntil("evs1 is home again", () -> views.journal(two.tree(), RUN).stream().anyMatch(entry ->
                entry instanceof Entry.Began began && began.step() == 6));
        two.node("node3").hanging.add("Check");
        two.await("evs2 is asked on node3", () -> two.group("evs2").owner().equals(Optional.of(new NodeId("node3"))));
        two.node("node1").kill();
        two.await("evs1 is elsewhere", () -> two.group("evs1").owner().equals(Optional.of(new NodeId("node2")))
                && two.group("evs1").state().word().equals("Online"));
        two.node("node1").restart();
        two.await("node1 is up", () -> two.image().node(new NodeId("node1")).up());
        two.node("node3").hanging.clear();
        two.await("a person is asked", () -> views.of(two.tree(), RUN, two.now()).flatMap(RunView::proposed)
                .isPresent());
        RunView asks = views.of(two.tree(), RUN, two.now()).orElseThrow();
        assertThat(asks.status()).isEqualTo("waiting");
        assertThat(asks.proposed().orElseThrow().outages()).anyMatch(line -> line.startsWith("evs1, in step"));
        two.accepted(new Request.ApproveRun(Optional.of(asks.proposed().orElseThrow().digest())));
        two.await("every group is home", () -> views.of(two.tree(), RUN, two.now()).orElseThrow().status()
                .equals("rolled-back"));
        assertThat(before.differences(PlanBasis.of(two.image()))).isEmpty();
    }

    private Request.StartRun gated() {
        return new LabRun(lab).toStart(Documents.upgrade().withGates(Set.of(UpgradeSpec.Gate.DRILL)));
    }

    @Test
    void an_upgrade_that_asks_for_drills_starts_once_they_have_passed_in_the_cluster_as_it_is() {
        assertThat(lab.refused(gated())).singleElement().asString().contains("no drill has passed, in the cluster as "
                + "it is, of evs1 on node2 node3", "gate drill of upgrade h2-2.0", "baton drill");
        start();
        await("finished");
        lab.accepted(gated());
    }

    @Test
    void a_drill_before_a_change_or_one_that_failed_opens_no_gate() {
        lab.node("node3").alwaysFailing.add("Check");
        start();
        await("rolled-back");
        assertThat(lab.refused(gated())).singleElement().asString().contains("evs1 on node2 node3");
        lab.node("node3").alwaysFailing.clear();
        start();
        lab.await("the second passed", () -> views.of(lab.tree(), new RunId("drill-2"), lab.now())
                .filter(view -> view.status().equals("finished")).isPresent());
        lab.accepted(new Request.PauseNode(new NodeId("node3"), "disks", Optional.empty()));
        assertThat(lab.refused(gated())).first().asString().contains("evs1 on node2");
        lab.accepted(new Request.ResumeNode(new NodeId("node3"), Optional.empty()));
        lab.accepted(new Request.MoveGroup(new GroupId("evs1"), Optional.of(
                new NodeId("node2")), Optional.empty()));
        lab.await("evs1 is on node2", () -> lab.group("evs1").owner().filter(node -> node.value().equals("node2"))
                .isPresent() && lab.group("evs1").state().word().equals("Online"));
        assertThat(lab.refused(gated())).singleElement().asString().contains("evs1 on node1 node3");
    }

    @Test
    void nothing_else_is_begun_while_a_drill_is_on() {
        lab.node("node2").hanging.add("Check");
        start();
        assertThat(lab.refused(new Request.StartRun(drill.plan()))).first().asString().contains("run drill-1 is on");
    }
}
