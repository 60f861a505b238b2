package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.NodeId;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The ensemble is somebody else's: no node has a vote in it, and any may lead.
final class ExistingEnsembleTest {

    private static final NodeId NODE2 = new NodeId("node2");

    private final Lab lab = Lab.atRest(Documents.of(4, 3));

    @BeforeEach
    void nobody_has_a_vote() {
        lab.leader().counted(0);
        assertThat(lab.image().voters()).isEmpty();
    }

    @Test
    void no_vote_is_given_or_taken() {
        assertThat(lab.refused(new Request.GiveVote(NODE2, Optional.empty(), Optional.empty())).getFirst())
                .contains("this cluster uses an existing ensemble");
        assertThat(lab.refused(new Request.TakeVote(NODE2, Optional.empty())).getFirst())
                .contains("this cluster uses an existing ensemble");
    }

    @Test
    void a_file_gives_nobody_a_vote() {
        lab.accepted(new Request.ApplyConfiguration(Documents.of(4, 3), Optional.empty()));
        assertThat(lab.image().voters()).isEmpty();
    }

    @Test
    void whoever_is_left_leads() {
        for (int lost = 0; lost < 3; lost++) {
            NodeId leader = lab.leader().id();
            lab.node(leader.value()).kill();
            lab.leader().kill();
            lab.await("another leads", () -> lab.hasLeader() && !lab.leader().id().equals(leader));
        }
        lab.await("the last one takes what it may", () -> !lab.image().ownedBy(lab.leader().id()).isEmpty());
    }
}
