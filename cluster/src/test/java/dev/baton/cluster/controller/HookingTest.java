package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.hooks.Attempt;
import dev.baton.cluster.hooks.Outcome;
import dev.baton.cluster.lab.Candidate;
import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.EventRecord;
import dev.baton.coordination.tree.HooksRecord;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Command;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Hook;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Settings;
import dev.baton.core.model.Watch;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Hooks as the controllers of a whole cluster use them.
final class HookingTest {

    private static final Outcome DELIVERED = new Outcome.Delivered();
    private final Lab lab = Lab.atRest(watched(EventKind.FAILOVER, EventKind.GROUP_FAILED, EventKind.HOLD_EXPIRED));

    private static ClusterDocument watched(EventKind... on) {
        ClusterDocument plain = Documents.of(4, 3);
        Hook hook = new Hook(new TreeSet<>(Arrays.asList(on)), new Hook.Run(new Command("tell-us")), Hook.WITHIN);
        return new ClusterDocument(new Settings("lab", true, "none", Optional.empty(), Optional.of(new Watch(40,
                new TreeMap<>(Map.of("mail", hook))))), plain.kinds(), plain.nodes(), plain.groups());
    }

    private Attempt firstTried(Candidate leader) {
        lab.await("an attempt", () -> !leader.tried.isEmpty());
        return leader.tried.getLast();
    }

    private boolean on(String group, String node) {
        return lab.group(group).owner().equals(Optional.of(new NodeId(node)))
                && lab.group(group).state().word().equals("Online");
    }

    private Optional<Long> settled() {
        return lab.tree().value(Paths.HOOKS, HooksRecord.class).map(HooksRecord::settled);
    }

    @Test
    void the_leader_hands_a_committed_failover_to_the_hook_and_nobody_else_does() {
        lab.node("node3").kill();
        Candidate leader = lab.leader();
        Attempt attempt = firstTried(leader);
        assertThat(attempt.name()).isEqualTo("mail");
        assertThat(attempt.event().kind()).isEqualTo(EventKind.FAILOVER);
        assertThat(attempt.event().subject()).isEqualTo("evs3");
        assertThat(attempt.event().what()).startsWith("evs3 goes to node4: ");
        assertThat(lab.records()).extracting(EventRecord::number).contains(attempt.event().n());
        leader.ended(attempt, DELIVERED);
        lab.pass(Duration.ofMinutes(3));
        assertThat(leader.tried).hasSize(1);
        for (String name : List.of("node1", "node2", "node3", "node4")) {
            assertThat(lab.controller(name).tried).hasSize(name.equals(leader.id().value()) ? 1 : 0);
        }
    }

    @Test
    void a_hook_that_never_answers_delays_nothing_and_loses_nothing_of_the_history() {
        lab.node("node3").kill();
        firstTried(lab.leader());
        lab.await("evs3 on node4", () -> on("evs3", "node4"));
        lab.accepted(new Request.PauseNode(new NodeId("node1"), "disk", Optional.of(Duration.ofMinutes(1))));
        lab.pass(Duration.ofMinutes(2));
        assertThat(lab.image().node(new NodeId("node1")).held()).isFalse();
        lab.accepted(new Request.GroupIntent(new GroupId("evs1"), false));
        lab.await("evs1 offline", () -> lab.group("evs1").state().word().equals("Offline"));
        assertThat(lab.leader().tried).hasSize(1);
        assertThat(lab.records()).extracting(EventRecord::kind).contains(EventKind.NODE_DOWN, EventKind.FAILOVER,
                EventKind.HOLD_PLACED, EventKind.HOLD_EXPIRED, EventKind.INTENT);
    }

    @Test
    void what_was_not_handed_over_the_next_leader_hands_over_and_what_was_it_does_not() {
        lab.node("node3").kill();
        Attempt attempt = firstTried(lab.leader());
        lab.killLeader();
        lab.await("another leader", lab::hasLeader);
        Candidate second = lab.leader();
        Attempt again = firstTried(second);
        assertThat(again.event()).isEqualTo(attempt.event());
        second.ended(again, DELIVERED);
        lab.settle();
        assertThat(settled()).hasValueSatisfying(number -> assertThat(number)
                .isGreaterThanOrEqualTo(attempt.event().n()));
        lab.killLeader();
        lab.await("a third leader", lab::hasLeader);
        lab.pass(Duration.ofMinutes(1));
        assertThat(lab.leader().tried).isEmpty();
    }

    @Test
    void an_outcome_that_comes_after_leadership_was_lost_is_nobodys() {
        lab.node("node3").kill();
        Candidate leader = lab.leader();
        Attempt attempt = firstTried(leader);
        long before = settled().orElseThrow();
        lab.killLeader();
        leader.ended(attempt, DELIVERED);
        lab.settle();
        assertThat(settled()).contains(before);
    }

    @Test
    void a_cluster_without_hooks_writes_nothing_for_them() {
        Lab plain = Lab.atRest(Documents.of(4, 3));
        plain.node("node3").kill();
        plain.await("evs3 on node4", () -> plain.group("evs3").owner().equals(Optional.of(new NodeId("node4"))));
        assertThat(plain.leader().tried).isEmpty();
        assertThat(plain.tree().entry(Paths.HOOKS)).isEmpty();
    }

    @Test
    void hooks_that_are_configured_later_are_told_of_nothing_that_was_before() {
        Lab plain = Lab.atRest(Documents.of(4, 3));
        plain.node("node3").kill();
        plain.await("evs3 on node4", () -> plain.group("evs3").owner().equals(Optional.of(new NodeId("node4"))));
        plain.accepted(new Request.ApplyConfiguration(watched(EventKind.FAILOVER,
                EventKind.GROUP_FAILED), Optional.empty()));
        plain.pass(Duration.ofMinutes(1));
        assertThat(plain.leader().tried).isEmpty();
        plain.node("node4").kill();
        plain.await("an attempt", () -> !plain.leader().tried.isEmpty());
        assertThat(plain.leader().tried.getFirst().event().what()).contains("node4");
    }

    @Test
    void a_node_that_went_and_came_again_is_told_both_times_by_its_kind() {
        lab.node("node3").kill();
        lab.await("node3 down", () -> !lab.image().node(new NodeId("node3")).up());
        lab.node("node3").restart();
        lab.await("node3 up", () -> lab.image().node(new NodeId("node3")).up());
        lab.pass(Duration.ofSeconds(1));
        assertThat(lab.records().stream().filter(event -> event.subject().equals("node3"))
                .filter(event -> event.kind() == EventKind.NODE_DOWN || event.text().endsWith("up again"))
                .map(EventRecord::kind)).containsExactly(EventKind.NODE_DOWN, EventKind.NODE_JOINED);
    }
}
