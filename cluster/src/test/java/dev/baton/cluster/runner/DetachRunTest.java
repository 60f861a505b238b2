package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.cluster.lab.LabRun;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.Claim;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs that take a group out of the cluster's control while every node is changed: three nodes, one group, a user on
/// its owner, on the leader, on a node by name, and outside the cluster.
final class DetachRunTest {

    private static final GroupId GROUP = new GroupId("evs1");
    private static final NodeId NODE1 = new NodeId("node1");
    private final Lab lab = Lab.atRest(Documents.detached(3, 1));
    private final LabRun run = new LabRun(lab);

    private void everythingIsAsBefore() {
        assertThat(lab.silent).isEmpty();
        assertThat(lab.outside).isEmpty();
        assertThat(lab.group("evs1").placement().detachment()).isEmpty();
        assertThat(lab.group("evs1").state().word()).isEqualTo("Online");
    }

    @Test
    void a_run_silences_detaches_changes_every_node_attaches_drills_and_ends_the_silence() {
        lab.node("node2").hanging.add("Install");
        run.start(Documents.upgrade());
        run.awaitStep("install h2 2.0.1 on node2");
        assertThat(lab.silent).containsExactly("evs1 leader", "evs1 node2", "evs1 owner",
                "evs1 ssh:host1");
        assertThat(lab.outside).containsEntry(GROUP, NODE1);
        assertThat(lab.group("evs1").claim().map(Claim::node)).contains(NODE1);
        assertThat(lab.group("evs1").placement().because()).isEqualTo("detached by run " + run.view().run());
        lab.node("node2").hanging.clear();
        lab.node("node2").installed(Documents.OLD);
        run.awaitStatus("finished");
        everythingIsAsBefore();
        run.assertEverywhere(Documents.NEW);
        assertThat(lab.ran.stream().map(line -> line.split(" ")[1]).distinct())
                .containsSubsequence("Quiesce", "Detach", "Install", "Attach", "Check", "Unquiesce");
        assertThat(lab.ran.stream().filter(line -> line.contains(" Check ")).map(line -> line.split(" ")[0]))
                .containsExactly("node2", "node3", "node1");
        assertThat(lab.group("evs1").owner()).contains(NODE1);
    }

    @Test
    void users_are_let_go_in_the_reverse_order_each_where_it_was_silenced_whoever_leads_by_then() {
        lab.node("node1").hanging.add("Install");
        run.start(Documents.upgrade());
        run.awaitStep("install h2 2.0.1 on node1");
        NodeId lost = lab.killLeader();
        lab.node("node1").hanging.clear();
        lab.node("node1").installed(Documents.OLD);
        run.awaitStatus("finished");
        assertThat(lost).isNotEqualTo(lab.leader().id());
        assertThat(places("Unquiesce")).containsExactlyElementsOf(places("Quiesce").reversed());
        everythingIsAsBefore();
    }

    /// On which node each user inside the cluster was addressed: the jobs of a step are numbered by its users.
    private List<String> places(String work) {
        return lab.ran.stream().filter(line -> line.contains(" " + work + " ")).map(line -> line.split(" ")[0] + " "
                + line.substring(line.lastIndexOf('-') + 1)).filter(line -> !line.endsWith(" 4")).toList();
    }

    @Test
    void a_detached_group_whose_node_is_lost_waits_for_it_and_is_not_taken_over() {
        lab.node("node2").hanging.add("Install");
        run.start(Documents.upgrade());
        run.awaitStep("install h2 2.0.1 on node2");
        lab.node("node1").kill();
        lab.await("node1 is down", () -> !lab.image().node(NODE1).up());
        lab.pass(Duration.ofMinutes(10));
        assertThat(lab.group("evs1").claim().map(Claim::node)).contains(NODE1);
        assertThat(lab.group("evs1").placement().owner()).contains(NODE1);
        lab.node("node1").restart();
        lab.node("node2").hanging.clear();
        lab.node("node2").installed(Documents.OLD);
        run.awaitStatus("finished");
        everythingIsAsBefore();
        run.assertEverywhere(Documents.NEW);
    }

    /// What was silenced on the lost owner says nothing of who uses the group where it is now.
    @Test
    void a_group_that_fails_over_while_its_users_are_silenced_is_detached_only_when_they_are_silent_there_too() {
        lab.node("node2").hanging.add("Quiesce");
        run.start(Documents.upgrade());
        lab.await("the users on owner and leader are silent", () -> lab.silent.size() == 2);
        lab.node("node1").kill();
        lab.await("the group is elsewhere", () -> lab.group("evs1").owner().filter(node -> !node.equals(NODE1))
                .isPresent());
        lab.node("node2").hanging.clear();
        lab.node("node2").restart();
        lab.node("node1").restart();
        lab.await("the run ends, or asks", () -> run.view().proposed().isPresent()
                || run.view().status().equals("finished"));
        run.view().proposed().ifPresent(plan -> lab.accepted(new Request.ApproveRun(Optional.of(plan.digest()))));
        run.awaitStatus("finished");
        String owner = lab.ran.stream().filter(line -> line.contains(" Detach ")).findFirst().orElseThrow()
                .split(" ")[0];
        List<String> before = lab.ran.stream().takeWhile(line -> !line.contains(" Detach ")).toList();
        assertThat(owner).isNotEqualTo("node1");
        assertThat(before).anyMatch(line -> line.startsWith(owner + " Quiesce") && line.endsWith("-1"));
        everythingIsAsBefore();
    }

    /// Every step of the plan.
    static IntStream steps() {
        Lab lab = Lab.atRest(Documents.detached(3, 1));
        return IntStream.range(0, new LabRun(lab).plan(Documents.undoable()).steps().size());
    }

    @ParameterizedTest
    @MethodSource("steps")
    void an_abort_in_any_step_attaches_the_group_and_lets_its_users_go(int step) {
        run.startUntil(Documents.undoable(), step);
        lab.begin(new Request.AbortRun());
        run.awaitStatus("aborted");
        lab.await("the group runs", () -> lab.group("evs1").state().word().equals("Online"));
        everythingIsAsBefore();
        assertThat(lab.image().nodes().values()).allSatisfy(node -> assertThat(node.holds()).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("steps")
    void a_rollback_in_any_step_attaches_the_group_and_lets_its_users_go(int step) {
        run.startUntil(Documents.undoable(), step);
        run.rollBack();
        everythingIsAsBefore();
        run.assertEverywhere(Documents.OLD);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void a_run_whose_leader_is_lost_in_any_step_goes_on_to_its_end(int step) {
        run.startUntil(Documents.undoable(), step);
        lab.killLeader();
        run.awaitStatus("finished");
        everythingIsAsBefore();
        run.assertEverywhere(Documents.NEW);
    }

    @Test
    void what_cannot_be_attached_after_an_abort_is_tried_until_it_is() {
        lab.node("node1").alwaysFailing.add("Attach");
        run.start(Documents.upgrade());
        run.awaitStatus("stopped");
        lab.accepted(new Request.AbortRun());
        lab.pass(Duration.ofMinutes(30));
        assertThat(run.view().status()).isEqualTo("aborting");
        assertThat(run.view().waitingFor().orElseThrow()).contains("evs1 to be attached on node1, which failed",
                "tried again");
        assertThat(lab.silent).hasSize(4);
        lab.node("node1").alwaysFailing.clear();
        run.awaitStatus("aborted");
        lab.await("the group runs", () -> lab.group("evs1").state().word().equals("Online"));
        everythingIsAsBefore();
    }

    /// The attach of an aborted run has failed, and every clock on a wall was set back by a day.
    private void setBackWhileItIsTriedAgain() {
        lab.node("node1").alwaysFailing.add("Attach");
        run.start(Documents.upgrade());
        run.awaitStatus("stopped");
        lab.accepted(new Request.AbortRun());
        lab.await("it failed", () -> run.view().waitingFor().filter(what -> what.contains("which failed")).isPresent());
        lab.setBack(Duration.ofDays(1));
        lab.node("node1").alwaysFailing.clear();
    }

    @Test
    void what_is_tried_again_after_a_while_is_tried_although_every_clock_on_a_wall_was_set_back() {
        setBackWhileItIsTriedAgain();
        run.awaitStatus("aborted");
        everythingIsAsBefore();
    }

    @Test
    void a_lost_leader_s_clock_that_was_ahead_holds_nobody_up() {
        setBackWhileItIsTriedAgain();
        lab.killLeader();
        run.awaitStatus("aborted");
        everythingIsAsBefore();
    }

    @Test
    void users_that_cannot_be_silenced_stop_the_run_before_the_group_is_touched_and_all_are_let_go() {
        lab.node("node2").alwaysFailing.add("Quiesce");
        run.start(Documents.upgrade());
        run.awaitStatus("stopped");
        assertThat(lab.group("evs1").state().word()).isEqualTo("Online");
        assertThat(lab.silent).containsExactly("evs1 leader", "evs1 owner");
        lab.accepted(new Request.AbortRun());
        run.awaitStatus("aborted");
        everythingIsAsBefore();
        run.assertEverywhere(Documents.OLD);
    }

    @Test
    void the_end_of_a_silence_waits_for_a_machine_that_may_yet_silence_somebody_unless_it_is_surely_off() {
        lab.node("node2").hanging.add("Quiesce");
        run.start(Documents.upgrade());
        lab.await("node2 is asked", () -> lab.events().stream().anyMatch(line -> line.startsWith("Quiesce on node2")));
        lab.node("node2").kill();
        lab.await("node2 is down", () -> !lab.image().node(new NodeId("node2")).up());
        lab.accepted(new Request.AbortRun());
        lab.await("the abort waits for node2", () -> run.view().waitingFor().filter(what -> what
                .contains("node2 to come back")).isPresent());
        assertThat(lab.silent).contains("evs1 owner");
        lab.accepted(new Request.ConfirmDead(new NodeId("node2"), "it was stolen"));
        run.awaitStatus("aborted");
        everythingIsAsBefore();
    }

    @Test
    void a_machine_that_is_surely_off_loses_what_was_detached_on_it_once_the_run_is_aborted() {
        lab.node("node2").hanging.add("Install");
        run.start(Documents.upgrade());
        run.awaitStep("install h2 2.0.1 on node2");
        lab.node("node1").kill();
        lab.outside.clear();
        lab.await("node1 is down", () -> !lab.image().node(NODE1).up());
        lab.accepted(new Request.AbortRun());
        lab.node("node2").hanging.clear();
        lab.node("node2").installed(Documents.OLD);
        lab.await("the abort waits for node1", () -> run.view().waitingFor().filter(what -> what
                .contains("node1 to come back (evs1 is to be attached there)")).isPresent());
        assertThat(lab.group("evs1").claim().map(Claim::node)).contains(NODE1);
        lab.accepted(new Request.ConfirmDead(NODE1, "its power supply burned"));
        lab.await("evs1 runs elsewhere", () -> lab.group("evs1").state().word().equals("Online"));
        assertThat(lab.group("evs1").owner()).isNotEqualTo(Optional.of(NODE1));
    }

    @Test
    void users_on_a_machine_that_is_no_node_are_refused_at_the_start_and_nobody_is_silenced() {
        Lab other = Lab.atRest(Documents.detached(3, 1, "node9"));
        assertThat(other.refused(new LabRun(other).toStart(Documents.upgrade()))).singleElement().asString()
                .contains("silences them on node9, which is no node of this cluster", "ssh:node9");
        assertThat(other.silent).isEmpty();
    }
}
