package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.cluster.lab.SimpleNode;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FailoverTest {

    private final Lab lab = Lab.atRest(Documents.of(4, 3));

    @Test
    void groups_that_start_together_go_to_their_preferred_nodes() {
        assertThat(lab.group("evs1").owner()).contains(new NodeId("node1"));
        assertThat(lab.group("evs2").owner()).contains(new NodeId("node2"));
        assertThat(lab.group("evs3").owner()).contains(new NodeId("node3"));
        assertThat(lab.group("evs1").format()).hasToString("1.0");
    }

    @Test
    void the_standby_takes_the_group_of_a_dead_node_and_the_others_stay() {
        long epoch = lab.group("evs2").placement().epoch();
        lab.node("node3").kill();
        lab.await("evs3 on node4", () -> lab.group("evs3").state().word().equals("Online")
                && lab.group("evs3").owner().equals(Optional.of(new NodeId("node4"))));
        assertThat(lab.group("evs2").placement().epoch()).isEqualTo(epoch);
        assertThat(lab.group("evs3").placement().because()).contains("node3");
    }

    @Test
    void a_node_is_never_declared_dead_before_its_last_lease_is_over() {
        lab.pass(Duration.ofMillis(300));
        lab.node("node3").kill();
        Instant lastBeat = lab.now().minusMillis(300);
        lab.await("node3 down", () -> !lab.image().node(new NodeId("node3")).up());
        assertThat(Duration.between(lastBeat, lab.now()))
                .isBetween(LeaseTimings.deadAfter(Lab.LEASE).minusSeconds(1), LeaseTimings.deadAfter(Lab.LEASE)
                        .plusMillis(100));
        assertThat(Duration.between(lastBeat, lab.now())).isGreaterThan(Lab.LEASE.minusSeconds(1));
    }

    @Test
    void a_leader_that_was_not_there_counts_from_when_it_read_the_heartbeat() {
        lab.node("node3").kill();
        lab.pass(Duration.ofSeconds(3));
        for (String name : new String[] {"node1", "node2", "node3", "node4"}) {
            lab.controller(name).kill();
        }
        lab.pass(Duration.ofSeconds(60));
        assertThat(lab.image().node(new NodeId("node3")).up()).isTrue();
        Instant began = lab.now();
        lab.candidate(new NodeId("node2"));
        lab.await("node3 down", () -> !lab.image().node(new NodeId("node3")).up());
        assertThat(Duration.between(began, lab.now())).isGreaterThanOrEqualTo(LeaseTimings.deadAfter(Lab.LEASE));
    }

    @Test
    void a_second_failure_leaves_the_group_failed_with_every_nodes_reason() {
        lab.node("node3").kill();
        lab.await("evs3 on node4", () -> lab.group("evs3").owner().equals(Optional.of(new NodeId("node4"))));
        lab.node("node2").kill();
        lab.await("evs2 failed", () -> lab.group("evs2").state().word().equals("Failed"));
        assertThat(lab.group("evs2").placement().because())
                .contains("node1 runs evs1; one group per node", "node2 is down", "node3 is down", "node4 runs evs3");
        assertThat(lab.group("evs1").state().word()).isEqualTo("Online");
        assertThat(lab.group("evs3").state().word()).isEqualTo("Online");
    }

    @Test
    void a_returning_node_takes_up_what_nobody_could_have() {
        lab.node("node3").kill();
        lab.await("evs3 on node4", () -> lab.group("evs3").owner().equals(Optional.of(new NodeId("node4"))));
        lab.node("node2").kill();
        lab.await("evs2 failed", () -> lab.group("evs2").state().word().equals("Failed"));
        lab.node("node3").restart();
        lab.await("evs2 on node3", () -> lab.group("evs2").owner().equals(Optional.of(new NodeId("node3")))
                && lab.group("evs2").state().word().equals("Online"));
    }

    @Test
    void a_paused_node_takes_over_in_an_emergency() {
        lab.accepted(new Request.PauseNode(new NodeId("node4"), "tonight"));
        lab.node("node3").kill();
        lab.await("evs3 on node4", () -> lab.group("evs3").owner().equals(Optional.of(new NodeId("node4"))));
    }

    @Test
    void a_claim_that_is_stuck_stays_and_says_so() {
        lab.node("node3").jam();
        lab.accepted(new Request.MoveGroup(lab.group("evs3").id(), Optional.of(new NodeId("node4")),
                Optional.empty()));
        lab.await("stuck", () -> lab.group("evs3").state().word().equals("Failed"));
        lab.node("node3").kill();
        lab.await("node3 down", () -> !lab.image().node(new NodeId("node3")).up());
        lab.pass(Duration.ofSeconds(30));
        assertThat(lab.group("evs3").owner()).contains(new NodeId("node3"));
        assertThat(lab.group("evs3").state()).hasToString("Failed[reason=stuck on node3: it does not stop]");
    }

    @Test
    void a_group_that_fails_on_its_owner_is_tried_elsewhere_and_not_for_ever() {
        for (int n = 1; n <= 4; n++) {
            SimpleNode node = lab.node("node" + n);
            node.broken.add("evs1");
        }
        lab.accepted(new Request.MoveGroup(lab.group("evs1").id(), Optional.of(new NodeId("node4")),
                Optional.empty()));
        lab.pass(Duration.ofMinutes(5));
        assertThat(lab.group("evs1").state().word()).isEqualTo("Failed");
        assertThat(lab.group("evs1").placement().epoch()).isLessThan(6);
    }

    @Test
    void a_frozen_leader_that_thaws_changes_nothing() {
        var old = lab.leader();
        old.freeze();
        lab.engineFaults().depose();
        lab.await("another leader", () -> lab.hasLeader());
        lab.pass(Duration.ofSeconds(20));
        String before = lab.image().groups().toString();
        lab.node("node3").kill();
        old.thaw();
        lab.settle();
        assertThat(lab.image().groups()).hasToString(before);
        lab.await("evs3 on node4", () -> lab.group("evs3").owner().equals(Optional.of(new NodeId("node4"))));
    }
}
