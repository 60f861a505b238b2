package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.cluster.lab.LabRun;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.Request.Leftover;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Unmanaged;
import dev.baton.core.plan.UpgradeSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the leader does about groups that a person keeps to himself: nothing.
final class UnmanagedTest {

    private static final GroupId EVS1 = new GroupId("evs1");
    private static final NodeId NODE1 = new NodeId("node1");
    private static final NodeId NODE4 = new NodeId("node4");
    private final Lab lab = Lab.atRest(Documents.of(4, 3));
    private int keys;

    private Answer.Accepted unmanaged() {
        keys++;
        Answer answer = lab.ask(Ask.of("ann at node3", "k" + keys, new Request.UnmanageGroup(EVS1,
                Optional.of("the disk is copied"))));
        lab.settle();
        return (Answer.Accepted) answer;
    }

    private void managed() {
        lab.accepted(new Request.ManageGroup(EVS1));
        lab.settle();
    }

    private boolean on(NodeId node) {
        return lab.group("evs1").owner().equals(Optional.of(node))
                && lab.group("evs1").state().word().equals("Online");
    }

    @Test
    void who_said_so_and_why_is_kept_and_told_and_the_owner_stays_under_a_new_epoch_once_it_is_managed() {
        long epoch = lab.group("evs1").placement().epoch();
        assertThat(unmanaged().lines()).containsExactly("evs1 is only observed: it is not started, stopped, restarted, "
                + "moved or failed over until: baton group manage evs1");
        assertThat(lab.group("evs1").placement().unmanaged())
                .contains(new Unmanaged("ann", Optional.of("the disk is copied")));
        assertThat(lab.group("evs1").placement().epoch()).isEqualTo(epoch);
        assertThat(lab.events()).contains("evs1 is unmanaged by ann: the disk is copied");
        managed();
        assertThat(lab.group("evs1").placement().unmanaged()).isEmpty();
        assertThat(lab.group("evs1").placement().epoch()).isEqualTo(epoch + 1);
        assertThat(lab.events()).contains("evs1 is managed again");
        lab.await("the owner goes on", () -> on(NODE1));
    }

    @Test
    void what_was_told_while_nobody_acted_on_it_decides_nothing_once_it_is_managed_again() {
        unmanaged();
        lab.node("node1").broken.add("evs1");
        lab.await("failure told", () -> lab.group("evs1").state().word().equals("Failed"));
        lab.node("node1").broken.clear();
        managed();
        lab.pass(Duration.ofMinutes(1));
        assertThat(on(NODE1)).isTrue();
        assertThat(lab.events()).noneMatch(line -> line.contains("evs1 goes to node4"));
    }

    @Test
    void its_lost_node_is_waited_for_until_it_is_managed_again_under_whichever_leader() {
        unmanaged();
        lab.node("node1").kill();
        lab.await("node1 down", () -> !lab.image().node(NODE1).up());
        lab.pass(Duration.ofMinutes(10));
        assertThat(lab.group("evs1").owner()).contains(NODE1);
        assertThat(lab.group("evs1").placement().owner()).contains(NODE1);
        lab.killLeader();
        lab.await("another leader", lab::hasLeader);
        lab.pass(Duration.ofMinutes(1));
        assertThat(lab.group("evs1").owner()).contains(NODE1);
        managed();
        lab.await("evs1 on node4", () -> on(NODE4));
    }

    @Test
    void what_fails_there_goes_nowhere_until_it_is_managed_again() {
        unmanaged();
        lab.node("node1").broken.add("evs1");
        lab.await("failure told", () -> lab.group("evs1").state().word().equals("Failed"));
        lab.pass(Duration.ofMinutes(10));
        assertThat(lab.group("evs1").owner()).contains(NODE1);
        assertThat(lab.events()).noneMatch(line -> line.startsWith("evs1 is Failed"));
        assertThat(Notice.of(new Request.ManageGroup(EVS1), lab.image()).effects()).containsExactly("evs1 is Failed on "
                + "node1: what is meant to run may be started, restarted or failed over at once");
        managed();
        lab.await("evs1 on node4", () -> on(NODE4));
    }

    @Test
    void every_order_is_refused_with_what_makes_it_legal() {
        unmanaged();
        List.of(new Request.MoveGroup(EVS1, Optional.of(NODE4), Optional.empty()),
                new Request.MoveGroup(EVS1, Optional.empty(), Optional.empty()), new Request.GroupIntent(EVS1, false),
                new Request.ResourceIntent(EVS1, Documents.DATABASE, false), new Request.UpgradeGroup(EVS1),
                new Request.ClearFailure(EVS1)).forEach(request -> assertThat(lab.refused(request)).singleElement()
                        .satisfies(text -> assertThat(text).startsWith("evs1 is unmanaged by ann: the disk is copied")
                                .endsWith("(law 9, intent is kept). baton group manage evs1.")));
    }

    @Test
    void a_drain_is_refused_or_leaves_it_there_and_says_how_it_ends() {
        unmanaged();
        assertThat(lab.refused(new Request.DrainNode(NODE1, "memory"))).containsExactly("evs1 is unmanaged by ann: the "
                + "disk is copied, so it stays on node1 (law 9, intent is kept). baton group manage evs1, or let it "
                + "stay: --leftover stay.");
        for (Leftover leftover : List.of(Leftover.STAY, Leftover.OFFLINE)) {
            assertThat(lab.accepted(new Request.DrainNode(NODE1, "memory", Optional.empty(), leftover)).lines())
                    .endsWith("evs1 stays on node1: it is unmanaged by ann: the disk is copied; stop it yourself, or: "
                            + "baton group manage evs1", "node1 is not empty when the drain ends: it keeps evs1");
        }
        lab.pass(Duration.ofMinutes(1));
        assertThat(on(NODE1)).isTrue();
    }

    @Test
    void a_node_that_owns_it_is_not_evicted_and_a_file_does_not_take_it_out() {
        lab.accepted(new Request.GroupIntent(EVS1, false));
        lab.await("offline", () -> lab.group("evs1").state().word().equals("Offline"));
        unmanaged();
        lab.node("node1").kill();
        lab.await("node1 down", () -> !lab.image().node(NODE1).up());
        assertThat(lab.refused(new Request.EvictNode(NODE1, "gone"))).anySatisfy(text -> assertThat(text)
                .contains("baton group manage evs1"));
    }

    @Test
    void a_run_does_not_start_beside_it() {
        LabRun run = new LabRun(lab);
        Request start = run.toStart(Documents.upgrade());
        unmanaged();
        assertThat(lab.refused(start)).anySatisfy(text -> assertThat(text)
                .isEqualTo("evs1 is unmanaged by ann: the disk is copied; a run could not touch it (law 9, intent is "
                        + "kept). baton group manage evs1."));
        managed();
        lab.accepted(start);
    }

    @Test
    void a_run_stops_where_it_needs_it_and_goes_on_when_it_is_managed_again() {
        LabRun run = new LabRun(lab);
        run.start(Documents.stoppingBefore(UpgradeSpec.StopPoint.FIRST_INSTALL));
        run.awaitStatus("waiting");
        assertThat(unmanaged().lines()).anyMatch(line -> line.contains("stops where its plan needs evs1"));
        lab.begin(new Request.ApproveRun());
        lab.await("the run asks", () -> run.view().waitingFor().filter(what -> what.contains("baton group manage evs1"))
                .isPresent());
        lab.pass(Duration.ofMinutes(10));
        assertThat(on(NODE1)).isTrue();
        assertThat(lab.events()).noneMatch(line -> line.contains("place evs1"));
        managed();
        run.awaitStatus("finished");
    }

    @Test
    void an_aborted_run_leaves_it_as_it_is() {
        LabRun run = new LabRun(lab);
        run.start(Documents.stoppingBefore(UpgradeSpec.StopPoint.FIRST_INSTALL));
        run.awaitStatus("waiting");
        unmanaged();
        lab.accepted(new Request.AbortRun());
        run.awaitStatus("aborted");
        assertThat(on(NODE1)).isTrue();
    }
}
