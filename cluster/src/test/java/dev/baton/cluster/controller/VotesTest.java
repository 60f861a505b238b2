package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.Waiver;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.VotesRecord;
import dev.baton.coordination.tree.VotesRecord.Stage;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Votes are given and taken one by one, and the tree says what the engine has decided.
final class VotesTest {

    private static final NodeId NODE3 = new NodeId("node3");
    private static final NodeId NODE4 = new NodeId("node4");

    private final Lab lab = Lab.atRest(Documents.of(4, 3));

    private static Request give(NodeId node) {
        return new Request.GiveVote(node, Optional.empty(), Optional.empty());
    }

    private static Request take(NodeId node) {
        return new Request.TakeVote(node, Optional.empty());
    }

    private VotesRecord votes() {
        return lab.tree().value(Paths.VOTES, VotesRecord.class).orElseThrow();
    }

    private List<String> voters() {
        return lab.image().voters().stream().map(NodeImage::id).map(NodeId::value).toList();
    }

    private void counted(long version, Integer... ids) {
        lab.leader().counted(version, ids);
    }

    @BeforeEach
    void three_have_a_vote() {
        assertThat(lab.refused(give(NODE4)).getFirst()).contains("`ensemble` of every batond.yaml");
        counted(1, 1, 2, 3);
    }

    @Test
    void what_the_engine_counts_is_what_the_cluster_knows_whatever_its_file_says() {
        assertThat(voters()).containsExactly("node1", "node2", "node3");
        lab.accepted(new Request.ApplyConfiguration(Documents.of(4, 3), Optional.empty()));
        assertThat(voters()).containsExactly("node1", "node2", "node3");
        assertThat(votes().stage(NODE4)).isEmpty();
    }

    @Test
    void a_vote_counts_once_the_engine_says_so() {
        assertThat(lab.accepted(give(NODE4)).lines()).containsExactly("node4 gets a vote once its engine has caught "
                + "up: 4 of 4 votes are there, 3 decide then");
        assertThat(votes().stage(NODE4)).contains(Stage.GIVING);
        assertThat(voters()).hasSize(3);
        assertThat(lab.refused(take(NODE3)).getFirst()).contains("one vote is changed at a time", "node4 is about to");
        counted(2, 1, 2, 3, votes().peer(NODE4).orElseThrow().id());

        assertThat(votes().stage(NODE4)).contains(Stage.HELD);
        assertThat(voters()).hasSize(4);
        assertThat(lab.events()).anyMatch(line -> line.contains("node4 has a vote: 4 now, 3 decide"));
        counted(1, 1, 2, 3);
        assertThat(voters()).as("after an answer that is older").hasSize(4);
    }

    @Test
    void the_id_of_a_peer_is_never_another_ones_later() {
        lab.accepted(give(NODE4));
        int first = votes().peer(NODE4).orElseThrow().id();
        lab.accepted(take(NODE4));
        counted(2, 1, 2, 3);
        assertThat(votes().stage(NODE4)).isEmpty();
        lab.accepted(give(NODE4));

        assertThat(votes().peer(NODE4).orElseThrow().id()).isGreaterThan(first);
    }

    @Test
    void none_is_given_to_a_node_that_is_down_or_that_has_one() {
        assertThat(lab.refused(give(NODE3)).getFirst()).contains("node3 has one already");
        lab.node("node4").kill();
        lab.await("node4 down", () -> !lab.image().node(NODE4).up());
        assertThat(lab.refused(give(NODE4)).getFirst()).contains("law 5, votes", "node4 is", "start it first");
    }

    @Test
    void none_is_taken_that_is_the_last_to_lose_unless_somebody_says_why() {
        assertThat(lab.refused(take(NODE3)).getFirst()).contains("law 5, votes",
                "2 of 2 votes are there, 2 decide, and none to lose", "--override votes");
        lab.accepted(new Request.TakeVote(NODE3, Optional.of(new Waiver(Waiver.VOTES, "it is sold"))));
        assertThat(votes().stage(NODE3)).contains(Stage.TAKING);
        assertThat(voters()).hasSize(3);
        counted(2, 1, 2);
        assertThat(voters()).containsExactly("node1", "node2");
        assertThat(lab.events()).anyMatch(line -> line.contains("votes overridden: it is sold"));
    }

    @Test
    void none_is_taken_that_the_majority_needs() {
        lab.node("node3").kill();
        lab.await("node3 down", () -> !lab.image().node(NODE3).up());
        assertThat(lab.refused(new Request.TakeVote(new NodeId("node2"), Optional.of(new Waiver(Waiver.VOTES, "why"))))
                .getFirst()).contains("law 5, votes", "1 of 2 votes are there, 2 decide: no majority");
        assertThat(lab.accepted(take(NODE3)).lines().getFirst()).contains("the vote of node3 is taken: 2 of 2");
    }

    @Test
    void who_may_not_leave_for_its_vote_is_told_before_it_is_drained() {
        Request leave = new Request.LeaveNode(new NodeId("node2"), "it is sold");
        Answer told = lab.ask(new Ask("test", "once", true, leave));
        assertThat(told.toString()).contains("law 5, votes").doesNotContain("only a drained node leaves");
        assertThat(lab.refused(leave).toString()).contains("only a drained node leaves");
        assertThat(lab.ask(new Ask("test", "twice", true, new Request.LeaveNode(NODE4, "it is sold")))
                .toString()).contains("node4 is drained first, and leaves then");
        assertThat(lab.image().node(NODE4).held()).isFalse();
    }

    @Test
    void the_only_one_is_not_taken() {
        counted(2, 1);
        assertThat(voters()).containsExactly("node1");
        assertThat(lab.refused(take(new NodeId("node1"))).getFirst()).contains("node1 has the only one");
    }

    @Test
    void who_is_evicted_loses_its_vote_with_its_membership() {
        lab.node("node3").kill();
        lab.await("evs3 elsewhere", () -> !lab.image().node(NODE3).up() && lab.image().ownedBy(NODE3).isEmpty());
        assertThat(lab.accepted(new Request.EvictNode(NODE3, "its board is burnt")).lines())
                .contains("its vote is taken");
        assertThat(votes().stage(NODE3)).contains(Stage.TAKING);
        counted(2, 1, 2);
        assertThat(votes().stage(NODE3)).isEmpty();
    }

    @Test
    void a_leader_without_a_vote_leads_no_more() {
        NodeId leader = lab.leader().id();
        counted(2, List.of(1, 2, 3).stream().filter(id -> !leader.value().equals("node" + id))
                .toArray(Integer[]::new));
        lab.await("another leads", () -> lab.hasLeader() && !lab.leader().id().equals(leader));
        assertThat(lab.leader().id()).isNotEqualTo(NODE4);
    }

    @Test
    void a_witness_gets_its_vote_like_any_other_node_and_holds_no_group_for_that() {
        ClusterDocument now = Documents.of(4, 3);
        TreeMap<NodeId, NodeDefinition> nodes = new TreeMap<>(now.nodes());
        nodes.replace(NODE4, new NodeDefinition("127.0.0.4", false, true, Amounts.NONE));
        lab.accepted(new Request.ApplyConfiguration(new ClusterDocument(now.settings(), now.kinds(), nodes,
                now.groups()), Optional.empty()));
        lab.accepted(give(NODE4));
        counted(2, 1, 2, 3, votes().peer(NODE4).orElseThrow().id());
        assertThat(voters()).contains("node4");
        assertThat(lab.image().node(NODE4).witness()).isTrue();

        lab.node("node3").kill();
        lab.await("evs3 has nowhere to go", () -> lab.image().group(new GroupId("evs3")).state()
                instanceof GroupState.Failed);
        assertThat(lab.image().ownedBy(NODE4)).isEmpty();
        assertThat(lab.accepted(new Request.TakeVote(NODE3, Optional.empty())).lines().getFirst())
                .contains("3 of 3 votes are there");
    }
}
