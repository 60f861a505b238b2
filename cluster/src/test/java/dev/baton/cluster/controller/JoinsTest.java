package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Machines come in by tokens that are used once.
final class JoinsTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final NodeId NODE5 = new NodeId("node5");

    private final Lab lab = Lab.atRest(Documents.of(4, 3));

    private void offered(String token, Duration lasting) {
        lab.accepted(new Request.OfferJoin(token, "sealed", lasting));
    }

    @Test
    void a_token_lets_one_machine_in_once() {
        offered(TOKEN, Duration.ofHours(1));
        assertThat(lab.accepted(new Request.Join(TOKEN, NODE5, "10.0.0.5")).ids()).containsEntry("sealed", "sealed");
        lab.settle();
        assertThat(lab.image().node(NODE5).address()).isEqualTo("10.0.0.5");
        assertThat(lab.image().node(NODE5).voter()).isFalse();
        assertThat(lab.refused(new Request.Join(TOKEN, new NodeId("node6"), "10.0.0.6"))).singleElement().asString()
                .contains("this one was used, or its time is over", "baton join-token");
        lab.startNode(NODE5);
        lab.await("node5 up", () -> lab.image().node(NODE5).up());
        assertThat(lab.events()).anyMatch(line -> line.contains("node5 joins"));
    }

    @Test
    void a_token_that_is_too_old_lets_nobody_in_and_goes_with_the_next_offer() {
        offered(TOKEN, Duration.ofMinutes(1));
        lab.pass(Duration.ofMinutes(2));
        assertThat(lab.refused(new Request.Join(TOKEN, NODE5, "10.0.0.5"))).singleElement().asString()
                .contains("its time is over");
        offered("f".repeat(32), Duration.ofMinutes(1));
        lab.settle();
        assertThat(lab.tree().children(Paths.TOKENS)).containsExactly(Paths.token("f".repeat(32)));
        assertThat(lab.refused(new Request.OfferJoin(TOKEN, "", Duration.ofDays(8))).getFirst()).contains("a week");
    }

    @Test
    void a_machine_that_was_rebuilt_takes_its_place_again_and_keeps_its_vote() {
        lab.node("node4").kill();
        lab.await("node4 down", () -> !lab.image().node(new NodeId("node4")).up());
        offered(TOKEN, Duration.ofHours(1));
        lab.accepted(new Request.Join(TOKEN, new NodeId("node4"), "10.0.0.44"));
        lab.settle();
        assertThat(lab.image().node(new NodeId("node4")).address()).isEqualTo("10.0.0.44");
        assertThat(lab.image().node(new NodeId("node4")).voter()).isTrue();
    }

    @Test
    void a_name_that_is_up_is_not_taken_and_the_token_stays_good() {
        offered(TOKEN, Duration.ofHours(1));
        assertThat(lab.refused(new Request.Join(TOKEN, new NodeId("node1"), "10.0.0.9")).getFirst())
                .contains("node1 is up already");
        lab.accepted(new Request.Join(TOKEN, NODE5, "10.0.0.5"));
    }
}
