package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.Request.Leftover;
import dev.baton.coordination.request.Waiver;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Hold;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class HoldsTest {

    private static final GroupId EVS1 = new GroupId("evs1");
    private static final NodeId NODE1 = new NodeId("node1");
    private static final NodeId NODE4 = new NodeId("node4");
    private final Lab lab = Lab.atRest(Documents.of(4, 3));
    private int keys;

    private Answer as(String person, Request request) {
        keys++;
        Answer answer = lab.ask(Ask.of(person, "k" + keys, request));
        lab.settle();
        return answer;
    }

    private List<String> owners(NodeId node) {
        return lab.image().node(node).holds().values().stream().map(Hold::owner).toList();
    }

    private static String text(Answer answer) {
        return answer instanceof Answer.Refused(var reasons) ? reasons.getFirst().text() : answer.toString();
    }

    @Test
    void holds_of_two_people_stack_and_each_releases_only_their_own_from_whichever_machine() {
        as("ann at node1", new Request.PauseNode(NODE4, "disk is replaced"));
        as("bob at node2", new Request.PauseNode(NODE4, "new memory"));
        assertThat(owners(NODE4)).containsExactly("ann", "bob");
        assertThat(text(as("ann at node3", new Request.ResumeNode(NODE4))))
                .contains("node4 stays held by bob: new memory");
        assertThat(owners(NODE4)).containsExactly("bob");
        assertThat(text(as("ann at node3", new Request.ResumeNode(NODE4)))).isEqualTo("node4 is held by bob: new "
                + "memory (a hold is released by its owner). ask bob, or, for the record, say --override hold "
                + "--reason \"...\".");
        assertThat(owners(NODE4)).containsExactly("bob");
    }

    @Test
    void a_hold_of_somebody_else_is_released_by_an_override_that_the_events_name() {
        as("bob at node2", new Request.PauseNode(NODE4, "new memory"));
        as("ann at node1", new Request.ResumeNode(NODE4, Optional.of(new Waiver(Waiver.HOLD, "bob is on holiday"))));
        assertThat(owners(NODE4)).isEmpty();
        assertThat(lab.events()).anyMatch(line -> line.contains("hold overridden: bob is on holiday"));
    }

    @Test
    void two_people_are_never_one_hold_however_their_names_are_written() {
        as("ann b at node1", new Request.PauseNode(NODE4, "one"));
        as("ann_b at node1", new Request.PauseNode(NODE4, "two"));
        as("run x at node1", new Request.PauseNode(NODE4, "three"));
        as("n".repeat(300), new Request.PauseNode(NODE4, "four"));
        assertThat(owners(NODE4)).containsExactlyInAnyOrder("ann b", "ann_b", "run-x", "n".repeat(300));
        as("run x at node1", new Request.ResumeNode(NODE4));
        assertThat(owners(NODE4)).containsExactlyInAnyOrder("ann b", "ann_b", "n".repeat(300));
    }

    @Test
    void a_hold_that_would_never_end_or_is_over_before_it_begins_is_refused() {
        for (Duration lasting : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThat(text(as("ann", new Request.PauseNode(NODE4, "x", Optional.of(lasting))))).contains("--for 2h");
            assertThat(text(as("ann", new Request.BeginMaintenance(new TreeSet<>(), "x", lasting)))).contains("--for");
            assertThat(text(as("ann", new Request.DrainNode(NODE1, "x", Optional.of(lasting), Leftover.REFUSE))))
                    .contains("--for");
        }
        assertThat(lab.group("evs1").owner()).contains(NODE1);
    }

    @Test
    void a_hold_lapses_at_its_time_and_not_before_though_nothing_else_happens() {
        as("ann", new Request.PauseNode(NODE4, "short", Optional.of(Duration.ofMinutes(10))));
        lab.pass(Duration.ofMinutes(9));
        assertThat(owners(NODE4)).containsExactly("ann");
        lab.pass(Duration.ofMinutes(2));
        assertThat(owners(NODE4)).isEmpty();
        assertThat(lab.events()).anyMatch(line -> line.equals("the hold of ann on node4 has lapsed: short"));
    }

    @Test
    void a_hold_survives_the_leader_and_the_node_and_lapses_under_the_next_leader() {
        as("ann", new Request.PauseNode(NODE4, "short", Optional.of(Duration.ofMinutes(10))));
        lab.killLeader();
        lab.node("node4").kill();
        lab.await("node4 down", () -> !lab.image().node(NODE4).up());
        lab.node("node4").restart();
        lab.await("node4 up", () -> lab.image().node(NODE4).up());
        assertThat(owners(NODE4)).containsExactly("ann");
        lab.pass(Duration.ofMinutes(11));
        assertThat(owners(NODE4)).isEmpty();
    }

    @Test
    void nothing_comes_to_a_node_in_maintenance_not_even_in_an_emergency_and_then_it_does() {
        as("ann", new Request.BeginMaintenance(new TreeSet<>(Set.of(NODE4)), "power", Duration.ofMinutes(30)));
        lab.node("node3").kill();
        lab.await("evs3 failed", () -> lab.group("evs3").state().word().equals("Failed"));
        assertThat(lab.group("evs3").placement().because()).contains("node4 is closed by ann: power");
        lab.pass(Duration.ofMinutes(31));
        lab.await("evs3 on node4", () -> lab.group("evs3").owner().equals(Optional.of(NODE4))
                && lab.group("evs3").state().word().equals("Online"));
    }

    @Test
    void maintenance_of_the_whole_cluster_leaves_everything_running_where_it_is() {
        as("ann", new Request.BeginMaintenance(new TreeSet<>(), "power", Duration.ofMinutes(30)));
        assertThat(lab.image().members()).allMatch(node -> node.closed());
        lab.pass(Duration.ofMinutes(5));
        assertThat(lab.image().groups().values()).allMatch(group -> group.state().word().equals("Online"));
        assertThat(text(as("bob", new Request.EndMaintenance(new TreeSet<>(), Optional.empty())))).contains("ann");
        as("ann", new Request.EndMaintenance(new TreeSet<>(), Optional.empty()));
        assertThat(lab.image().members()).noneMatch(node -> node.held());
    }

    @Test
    void the_plan_of_a_drain_is_what_is_done() {
        keys++;
        Request drain = new Request.DrainNode(NODE1, "new memory");
        Answer plan = lab.ask(new Ask("ann", "dry" + keys, true, drain));
        assertThat(owners(NODE1)).isEmpty();
        assertThat(as("ann", drain)).isEqualTo(plan);
        assertThat(plan.toString()).contains("evs1 moves from node1 to node4, within 40s or it is Failed");
        lab.await("evs1 on node4", () -> lab.group("evs1").owner().equals(Optional.of(NODE4)));
    }

    @Test
    void a_group_that_nobody_else_may_have_refuses_the_drain_stays_or_goes_offline_as_was_said() {
        as("ann", new Request.PauseNode(NODE4, "tonight"));
        assertThat(text(as("ann", new Request.DrainNode(NODE1, "memory")))).contains("node2 runs evs2");
        assertThat(owners(NODE1)).isEmpty();
        assertThat(text(as("ann", new Request.DrainNode(NODE1, "memory", Optional.empty(), Leftover.STAY))))
                .contains("evs1 stays on node1 and runs on: node2 runs evs2", "node4 is paused by ann: tonight");
        assertThat(lab.group("evs1").state().word()).isEqualTo("Online");
        as("ann", new Request.DrainNode(NODE1, "memory", Optional.empty(), Leftover.OFFLINE));
        lab.await("evs1 offline", () -> lab.group(EVS1.value()).state().word().equals("Offline"));
        assertThat(lab.group("evs1").intent().online()).isFalse();
    }
}
