package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.core.model.Failback;
import dev.baton.core.model.FailurePolicy;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Terms;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What failures lead to, and when a group returns.
final class FailurePolicyTest {

    private static final GroupId EVS1 = new GroupId("evs1");
    private static final NodeId NODE1 = new NodeId("node1");
    private static final NodeId NODE4 = new NodeId("node4");

    private static Lab with(Terms terms) {
        ClusterDocument plain = Documents.of(4, 3);
        TreeMap<GroupId, GroupDefinition> groups = new TreeMap<>();
        plain.groups().forEach((id, group) -> groups.put(id, new GroupDefinition(group.kind(), group.parameters(),
                group.resources(), group.preferred(), group.possible(), group.critical(), terms)));
        return Lab.atRest(new ClusterDocument(plain.settings(), plain.kinds(), plain.nodes(), groups));
    }

    private static Terms failovers(int most) {
        return Terms.NONE.withFailures(new FailurePolicy(3, Duration.ofSeconds(1), most, Duration.ofMinutes(10)));
    }

    private static void on(Lab lab, String node) {
        lab.await("evs1 on " + node, () -> lab.group("evs1").owner().equals(Optional.of(new NodeId(node)))
                && lab.group("evs1").state().word().equals("Online"));
    }

    private static void failover(Lab lab) {
        lab.node("node1").kill();
        on(lab, "node4");
        lab.node("node1").restart();
        lab.await("node1 up", () -> lab.image().node(NODE1).up());
    }

    @Test
    void a_group_that_may_not_fail_over_for_its_own_failures_stays_failed_where_it_is_and_says_why() {
        Lab lab = with(failovers(0));
        lab.node("node4").broken.add("evs1");
        lab.accepted(new Request.MoveGroup(EVS1, Optional.of(NODE4), Optional.empty()));
        lab.await("failed", () -> lab.group("evs1").state().word().equals("Failed"));
        lab.pass(Duration.ofMinutes(1));
        assertThat(lab.group("evs1").owner()).contains(NODE4);
        assertThat(lab.events()).anyMatch(line -> line.equals("evs1 is Failed on node4: disk does not start; it failed"
                + " 1 times, and stays until it is cleared"));
    }

    @Test
    void the_count_of_failures_outlives_the_leader() {
        Lab lab = with(failovers(1));
        lab.node("node1").broken.add("evs1");
        lab.node("node4").broken.add("evs1");
        lab.accepted(new Request.MoveGroup(EVS1, Optional.of(NODE4), Optional.empty()));
        lab.await("failed on both", () -> Failures.of(lab.tree(), EVS1).failures().size() == 2);
        long epoch = lab.group("evs1").placement().epoch();
        lab.killLeader();
        lab.pass(Duration.ofMinutes(2));
        assertThat(lab.hasLeader()).isTrue();
        assertThat(lab.group("evs1").placement().epoch()).isEqualTo(epoch);
        assertThat(lab.group("evs1").state().word()).isEqualTo("Failed");
    }

    @Test
    void failures_of_an_earlier_period_count_no_more() {
        Lab lab = with(failovers(1));
        lab.node("node4").broken.add("evs1");
        lab.accepted(new Request.MoveGroup(EVS1, Optional.of(NODE4), Optional.empty()));
        on(lab, "node1");
        lab.pass(Duration.ofMinutes(11));
        lab.accepted(new Request.MoveGroup(EVS1, Optional.of(NODE4), Optional.empty()));
        on(lab, "node1");
        assertThat(Failures.of(lab.tree(), EVS1).failures()).hasSize(1);
    }

    @Test
    void cleared_failures_are_forgotten_and_a_group_that_runs_runs_on() {
        Lab lab = with(failovers(2));
        lab.node("node4").broken.add("evs1");
        lab.accepted(new Request.MoveGroup(EVS1, Optional.of(NODE4), Optional.empty()));
        on(lab, "node1");
        assertThat(Failures.of(lab.tree(), EVS1).failures()).singleElement()
                .satisfies(failure -> assertThat(failure.node()).isEqualTo(NODE4));
        lab.accepted(new Request.ClearFailure(EVS1));
        on(lab, "node1");
        assertThat(Failures.of(lab.tree(), EVS1).failures()).isEmpty();
        assertThat(lab.refused(new Request.ClearFailure(EVS1)).getFirst()).contains("no failure of it is counted");
    }

    @Test
    void a_group_returns_never_unless_it_was_said() {
        Lab lab = with(Terms.NONE);
        failover(lab);
        lab.pass(Duration.ofHours(1));
        assertThat(lab.group("evs1").owner()).contains(NODE4);
    }

    @Test
    void a_group_returns_at_once_when_its_preferred_owner_is_back() {
        Lab lab = with(Terms.NONE.withFailback(new Failback.AtOnce()));
        failover(lab);
        on(lab, "node1");
        assertThat(lab.group("evs1").placement().because()).startsWith("returns to a preferred owner");
    }

    @Test
    void a_group_returns_between_the_hours_that_were_said_and_not_before() {
        LocalTime now = Lab.atRest(Documents.of(4, 3)).now().atZone(ZoneOffset.UTC).toLocalTime();
        Lab lab = with(Terms.NONE.withFailback(new Failback.Between(now.plusHours(2), now.plusHours(3),
                ZoneOffset.UTC)));
        failover(lab);
        lab.pass(Duration.ofMinutes(100));
        assertThat(lab.group("evs1").owner()).contains(NODE4);
        lab.pass(Duration.ofMinutes(25));
        on(lab, "node1");
    }

    @Test
    void a_group_that_a_person_moved_stays_where_it_was_put() {
        Lab lab = with(Terms.NONE.withFailback(new Failback.AtOnce()));
        lab.accepted(new Request.MoveGroup(EVS1, Optional.of(NODE4), Optional.empty()));
        on(lab, "node4");
        lab.pass(Duration.ofMinutes(10));
        assertThat(lab.group("evs1").owner()).contains(NODE4);
    }

    @Test
    void a_group_does_not_return_to_where_it_failed_until_that_is_cleared() {
        Lab lab = with(failovers(2).withFailback(new Failback.AtOnce()));
        lab.node("node1").broken.add("evs1");
        lab.node("node1").restart();
        on(lab, "node4");
        lab.node("node1").broken.clear();
        lab.pass(Duration.ofMinutes(30));
        assertThat(lab.group("evs1").owner()).contains(NODE4);
        lab.accepted(new Request.ClearFailure(EVS1));
        on(lab, "node1");
    }
}
