package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A node that is down and owns nothing is a member no more.
final class EvictionTest {

    private static final NodeId NODE3 = new NodeId("node3");
    private static final NodeId NODE4 = new NodeId("node4");

    private final Lab lab = Lab.atRest(Documents.of(4, 3));

    private static Request evict(NodeId node) {
        return new Request.EvictNode(node, "its board is burnt");
    }

    @Test
    void what_is_up_is_not_evicted_and_the_refusal_says_how_it_leaves() {
        assertThat(lab.refused(evict(NODE4)).getFirst()).contains("node4 is up", "node leave node4");
        assertThat(lab.refused(new Request.EvictNode(NODE4, " ")).getLast()).contains("is told with its reason");
        assertThat(lab.refused(evict(new NodeId("node9"))).getFirst()).contains("there is no node 'node9'");
    }

    @Test
    void what_owns_something_is_not_evicted_before_that_has_gone_on() {
        lab.node("node3").kill();
        lab.await("node3 down", () -> !lab.image().node(NODE3).up());
        if (!lab.image().ownedBy(NODE3).isEmpty()) {
            assertThat(lab.refused(evict(NODE3)).getFirst()).contains("node3 still owns evs3", "confirm-dead node3");
        }
        lab.await("evs3 elsewhere", () -> lab.image().ownedBy(NODE3).isEmpty()
                && lab.group("evs3").state().word().equals("Online"));
        assertThat(lab.accepted(evict(NODE3)).lines()).contains("node3 is no member any more: its board is burnt; "
                + "take it out of cluster.yaml as well");
        lab.settle();
        assertThat(lab.image().nodes()).doesNotContainKey(NODE3);
        assertThat(lab.image().group(new GroupId("evs3")).preferred()).doesNotContain(NODE3);
        List.of(Paths.heartbeat(NODE3), Paths.facts(NODE3), Paths.jobs(NODE3), Paths.results(NODE3))
                .forEach(path -> assertThat(lab.tree().version(path)).as("%s", path).isNegative());
        assertThat(lab.events()).anyMatch(line -> line.contains("node3 evicted: its board is burnt"));
    }

    @Test
    void an_evicted_node_is_a_member_again_once_a_configuration_names_it() {
        lab.node("node4").kill();
        lab.await("node4 down", () -> !lab.image().node(NODE4).up());
        lab.accepted(evict(NODE4));
        lab.accepted(new Request.ApplyConfiguration(Documents.of(4, 3), Optional.empty()));
        assertThat(lab.image().node(NODE4).up()).isFalse();
        lab.startNode(NODE4);
        lab.await("node4 up", () -> lab.image().node(NODE4).up());
    }
}
