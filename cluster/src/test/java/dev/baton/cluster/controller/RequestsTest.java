package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.MoveWatch;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.Waiver;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RequestsTest {

    private static final GroupId EVS1 = new GroupId("evs1");
    private static final NodeId NODE1 = new NodeId("node1");
    private static final NodeId NODE4 = new NodeId("node4");
    private final Lab lab = Lab.atRest(Documents.of(4, 3));

    private static Request move(GroupId group, NodeId to) {
        return new Request.MoveGroup(group, Optional.of(to), Optional.empty());
    }

    private void awaitState(String state) {
        lab.await(EVS1 + " " + state, () -> lab.group("evs1").state().word().equals(state));
    }

    @Test
    void a_move_is_complete_when_every_resource_has_changed_its_owner_and_not_before() {
        Answer.Accepted accepted = lab.accepted(move(EVS1, NODE4));
        assertThat(accepted.lines()).containsExactly("evs1 moves from node1 to node4");
        MoveWatch watch = new MoveWatch(EVS1, NODE4, Long.parseLong(accepted.ids().get("epoch")));
        while (!(watch.in(lab.image()) instanceof MoveWatch.Progress.Complete)) {
            boolean there = lab.group("evs1").owner().equals(Optional.of(NODE4))
                    && lab.group("evs1").currentReport().isPresent();
            assertThat(there).isFalse();
            lab.steps(1);
        }
        assertThat(lab.group("evs1").state().word()).isEqualTo("Online");
    }

    @Test
    void names_that_are_not_defined_are_refused_with_those_that_are() {
        assertThat(lab.refused(move(new GroupId("evs9"), NODE4)).getFirst())
                .isEqualTo("there is no group 'evs9' (names must be defined). known: evs1, evs2, evs3.");
        assertThat(lab.refused(move(EVS1, new NodeId("node9"))).getFirst()).contains("there is no node 'node9'");
        assertThat(lab.refused(new Request.ResourceIntent(EVS1, new ResourceId("tape"), false)).getFirst())
                .contains("there is no resource of evs1 'tape'", "address, database, disk");
        assertThat(lab.refused(new Request.PauseNode(new NodeId("node9"), "why")).getFirst()).contains("node9");
    }

    @Test
    void a_move_to_the_present_owner_is_refused() {
        assertThat(lab.refused(move(EVS1, NODE1)).getFirst()).contains("evs1 is on node1 already");
    }

    @Test
    void a_move_to_an_occupied_node_is_refused_unless_the_operator_overrides_the_rule_by_name() {
        assertThat(lab.refused(move(EVS1, new NodeId("node2"))).getFirst()).contains("node2 runs evs2",
                "one group per node");
        lab.accepted(new Request.MoveGroup(EVS1, Optional.of(new NodeId("node2")),
                Optional.of(new Waiver(Waiver.ONE_GROUP_PER_NODE, "tonight only"))));
        assertThat(lab.events()).anyMatch(line -> line.contains("one-group-per-node overridden: tonight only"));
    }

    @Test
    void a_move_to_a_paused_node_is_refused_and_pausing_twice_is_one_pause() {
        lab.accepted(new Request.PauseNode(NODE4, "disk is replaced"));
        lab.accepted(new Request.PauseNode(NODE4, "disk is replaced"));
        assertThat(lab.refused(move(EVS1, NODE4)).getFirst())
                .contains("node4 is paused by tester: disk is replaced", "baton node resume node4");
        lab.accepted(new Request.ResumeNode(NODE4));
        lab.accepted(move(EVS1, NODE4));
    }

    @Test
    void a_move_to_a_node_whose_version_cannot_open_the_data_is_refused() {
        lab.node("node4").installed(Documents.NEW);
        lab.node("node4").restart();
        lab.await("the new version", () -> lab.image().node(NODE4).version(Documents.PRODUCT)
                .equals(Optional.of(Documents.NEW)));
        assertThat(lab.refused(move(EVS1, NODE4)).getFirst()).contains("cannot open the data of evs1", "law 2");
        lab.node("node1").kill();
        awaitState("Failed");
        assertThat(lab.group("evs1").placement().because()).contains("node4 has h2 2.0.1, which cannot open");
    }

    @Test
    void a_resource_takes_its_dependants_offline_and_leaves_its_siblings() {
        lab.accepted(new Request.ResourceIntent(EVS1, Documents.DISK, false));
        awaitState("Partial");
        assertThat(lab.group("evs1").states().toString())
                .isEqualTo("{address=ONLINE, database=OFFLINE, disk=OFFLINE}");
        lab.accepted(new Request.ResourceIntent(EVS1, Documents.DISK, true));
        awaitState("Online");
    }

    @Test
    void what_is_offline_stays_offline_through_a_move() {
        lab.accepted(new Request.ResourceIntent(EVS1, Documents.DATABASE, false));
        lab.accepted(move(EVS1, NODE4));
        lab.await("evs1 on node4", () -> lab.group("evs1").owner().equals(Optional.of(NODE4))
                && lab.group("evs1").state().word().equals("Partial"));
        assertThat(lab.group("evs1").states().toString())
                .isEqualTo("{address=ONLINE, database=OFFLINE, disk=ONLINE}");
    }

    @Test
    void a_group_that_is_offline_by_intent_is_not_taken_over() {
        lab.accepted(new Request.GroupIntent(EVS1, false));
        awaitState("Offline");
        lab.node("node1").kill();
        lab.await("node1 down", () -> !lab.image().node(NODE1).up());
        lab.settle();
        assertThat(lab.group("evs1").state().word()).isEqualTo("Offline");
        lab.accepted(new Request.GroupIntent(EVS1, true));
        awaitState("Online");
        assertThat(lab.group("evs1").owner()).contains(NODE4);
    }

    @Test
    void a_drained_node_is_left_by_its_group() {
        lab.accepted(new Request.DrainNode(NODE1, "new memory"));
        lab.await("evs1 on node4", () -> lab.group("evs1").owner().equals(Optional.of(NODE4)));
        assertThat(lab.refused(new Request.DrainNode(new NodeId("node2"), "new memory")))
                .anyMatch(reason -> reason.contains("node1 is paused"));
    }

    @Test
    void the_same_key_is_done_once_also_by_the_next_leader() {
        Ask ask = Ask.of("ann at node1", "k-77", move(EVS1, NODE4));
        assertThat(lab.ask(ask)).isInstanceOf(Answer.Accepted.class);
        lab.await("evs1 on node4", () -> lab.group("evs1").state().word().equals("Online")
                && lab.group("evs1").owner().equals(Optional.of(NODE4)));
        long epoch = lab.group("evs1").placement().epoch();
        assertThat(lab.ask(ask)).isInstanceOf(Answer.Accepted.class);
        lab.killLeader();
        assertThat(lab.ask(ask)).isInstanceOf(Answer.Accepted.class);
        assertThat(lab.group("evs1").placement().epoch()).isEqualTo(epoch);
    }

    /// Whoever asks again would bring down leader after leader.
    @Test
    // No value that a request can have is known to do so: this one has none.
    @SuppressWarnings("NullAway")
    void a_request_that_meets_an_error_of_the_program_is_refused_and_the_leader_leads_on() {
        assertThat(lab.refused(new Request.GroupIntent(null, true)).getFirst()).contains("an error of the program",
                "NullPointerException", "nothing was changed");
        lab.accepted(new Request.GroupIntent(new GroupId("evs1"), false));
    }

    @Test
    void a_dry_run_says_what_would_be_and_changes_nothing() {
        long epoch = lab.group("evs1").placement().epoch();
        assertThat(lab.ask(new Ask("ann", "k-1", true, move(EVS1, NODE4)))).isInstanceOf(Answer.Accepted.class);
        lab.settle();
        assertThat(lab.group("evs1").placement().epoch()).isEqualTo(epoch);
    }

    @Test
    void a_candidate_that_does_not_lead_names_the_leader() {
        NodeId leader = lab.leader().id();
        String other = leader.equals(NODE4) ? "node3" : "node4";
        assertThat(lab.controller(other).askHere(Ask.of("ann", "k", move(EVS1, NODE4))))
                .isEqualTo(new Answer.NotLeader(Optional.of(leader), Optional.of("http://" + leader)));
    }

    @Test
    void a_conversion_by_hand_asks_for_an_upgraded_owner_the_database_offline_and_the_disk_online() {
        assertThat(lab.refused(new Request.UpgradeGroup(EVS1)))
                .anyMatch(reason -> reason.contains("evs1 is owned by node1, which has h2 1.0.3"))
                .anyMatch(reason -> reason.contains("baton resource offline evs1 database"));
        lab.accepted(new Request.ResourceIntent(EVS1, Documents.DATABASE, false));
        awaitState("Partial");
        lab.node("node1").installed(Documents.NEW);
        lab.accepted(new Request.ResourceIntent(EVS1, Documents.DISK, false));
        lab.await("the disk offline", () -> lab.group("evs1").states().toString().contains("disk=OFFLINE"));
        assertThat(lab.refused(new Request.UpgradeGroup(EVS1)))
                .singleElement().asString().contains("resource disk of evs1 is Offline");
    }

    @Test
    void a_conversion_by_hand_ends_at_the_owners_format() {
        lab.accepted(new Request.ResourceIntent(EVS1, Documents.DATABASE, false));
        awaitState("Partial");
        lab.node("node1").installed(Documents.NEW);
        lab.await("node1 new", () -> lab.image().node(NODE1).version(Documents.PRODUCT)
                .equals(Optional.of(Documents.NEW)));
        assertThat(lab.refused(new Request.ResourceIntent(EVS1, Documents.DATABASE, true)).getFirst())
                .contains("cannot open the data of evs1");
        lab.accepted(new Request.UpgradeGroup(EVS1));
        lab.await("converted", () -> lab.group("evs1").format().toString().equals("2.0"));
        lab.accepted(new Request.ResourceIntent(EVS1, Documents.DATABASE, true));
        awaitState("Online");
    }

    @Test
    void a_conversion_that_fails_leaves_the_format_as_it_was() {
        lab.accepted(new Request.ResourceIntent(EVS1, Documents.DATABASE, false));
        awaitState("Partial");
        lab.node("node1").installed(Documents.NEW);
        lab.node("node1").failing.add("Convert");
        lab.await("node1 new", () -> lab.image().node(NODE1).version(Documents.PRODUCT)
                .equals(Optional.of(Documents.NEW)));
        lab.accepted(new Request.UpgradeGroup(EVS1));
        lab.await("over", () -> lab.events().stream().anyMatch(line -> line.contains("came to nothing")));
        assertThat(lab.group("evs1").format()).hasToString("1.0");
    }

    @Test
    void a_configuration_is_applied_only_where_it_differs() {
        assertThat(lab.accepted(new Request.ApplyConfiguration(Documents.of(4, 3), Optional.empty())).lines())
                .containsExactly("nothing changes");
        assertThat(lab.accepted(new Request.ApplyConfiguration(Documents.of(5, 3), Optional.empty())).lines())
                .containsExactly("node node5 added");
    }

    @Test
    void a_failure_that_was_cleared_is_tried_again() {
        for (int n = 1; n <= 4; n++) {
            lab.node("node" + n).broken.add("evs1");
        }
        lab.accepted(move(EVS1, NODE4));
        awaitState("Failed");
        lab.pass(java.time.Duration.ofMinutes(1));
        for (int n = 1; n <= 4; n++) {
            lab.node("node" + n).broken.clear();
        }
        lab.accepted(new Request.ClearFailure(EVS1));
        awaitState("Online");
    }
}
