package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.simulated.Commands.Course;
import dev.baton.agent.testkit.Orders;
import dev.baton.agent.testkit.Scenes;
import dev.baton.agent.testkit.World;
import dev.baton.coordination.tree.ClientWatch;
import dev.baton.coordination.tree.ClientsSeen;
import dev.baton.coordination.tree.JobOrder.Work;
import dev.baton.coordination.tree.JobResult.Outcome;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Command;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Somebody in the clients' place asks again and again, and writes down when he had no answer.
class ClientWatchesTest {

    private static final Duration SOON = Duration.ofSeconds(45);
    private static final NodeId N1 = new NodeId("n1");
    private static final Command ASK = new Command("ask");

    private final World world = new World(4, LeaseTimings.QUICK);
    private final Orders orders = new Orders(world, N1, SOON);
    private GroupId db = new GroupId("db");
    private boolean serves = true;
    private int asks;

    @BeforeEach
    void a_group_runs() {
        world.commands((line, _) -> {
            if (!line.equals("ask")) {
                return Course.prints("1.0");
            }
            asks++;
            return serves ? Course.prints("") : Course.fails("no answer");
        });
        world.kind(Scenes.PLAIN);
        world.node("n1");
        db = world.group("db", "plain", "n1", Scenes.database());
        world.await("online", SOON, () -> world.state(db, "database") == ResourceState.ONLINE);
    }

    private void watch(int number, String node) {
        world.put(Paths.clients(db), Json.write(new ClientWatch(new RunId("r1"), number, new NodeId(node), ASK,
                Optional.empty(), Duration.ofSeconds(1), Duration.ofSeconds(3))));
    }

    private Optional<ClientsSeen> seen() {
        return world.value(Paths.clientsSeen(db), ClientsSeen.class);
    }

    private void answers(boolean so) {
        world.await("answers: " + so, SOON, () -> seen().filter(seen -> seen.answers() == so).isPresent());
    }

    private void silent(Duration time) {
        serves = false;
        answers(false);
        world.run(time);
        serves = true;
        answers(true);
    }

    @Test
    void a_wait_is_told_once_there_is_an_answer_from_the_last_one_before_to_the_first_after() {
        watch(1, "n1");
        answers(true);
        assertThat(seen().orElseThrow().waits()).isEmpty();
        silent(Duration.ofSeconds(5));
        assertThat(seen().orElseThrow().waits()).singleElement().satisfies(wait -> assertThat(wait)
                .isBetween(Duration.ofSeconds(5), Duration.ofMillis(7_500)));
        silent(Duration.ofSeconds(20));
        assertThat(seen().orElseThrow().waits()).hasSize(2);
        assertThat(seen().orElseThrow().waits().getLast()).isGreaterThan(Duration.ofSeconds(20));
    }

    @Test
    void who_never_had_an_answer_waits_from_his_first_attempt() {
        serves = false;
        watch(1, "n1");
        answers(false);
        world.run(Duration.ofSeconds(10));
        serves = true;
        answers(true);
        assertThat(seen().orElseThrow().waits()).singleElement().satisfies(wait -> assertThat(wait)
                .isBetween(Duration.ofSeconds(10), Duration.ofMillis(11_500)));
    }

    @Test
    void a_daemon_that_restarts_goes_on_with_what_it_wrote() {
        watch(1, "n1");
        answers(true);
        silent(Duration.ofSeconds(5));
        List<Duration> before = seen().orElseThrow().waits();
        world.on("n1").kill();
        int then = asks;
        world.on("n1").start();
        world.await("asked again", SOON, () -> asks > then + 2);
        silent(Duration.ofSeconds(8));
        assertThat(seen().orElseThrow().waits()).hasSize(2).startsWith(before.getFirst());
    }

    @Test
    void another_order_begins_anew_and_one_for_another_node_is_not_this_ones() {
        watch(1, "n1");
        answers(true);
        silent(Duration.ofSeconds(5));
        watch(2, "n1");
        world.await("anew", SOON, () -> seen().filter(seen -> seen.number() == 2).isPresent());
        assertThat(seen().orElseThrow().waits()).isEmpty();
        watch(3, "n2");
        world.run(Duration.ofSeconds(2));
        int then = asks;
        world.run(Duration.ofSeconds(30));
        assertThat(asks).isEqualTo(then);
        assertThat(seen().orElseThrow().number()).isEqualTo(2);
    }

    @Test
    void nobody_asks_and_nothing_is_written_once_the_order_is_gone() {
        watch(1, "n1");
        answers(true);
        world.remove(Paths.clientsSeen(db));
        world.remove(Paths.clients(db));
        world.run(Duration.ofSeconds(2));
        int then = asks;
        serves = false;
        world.run(Duration.ofSeconds(30));
        assertThat(asks).isEqualTo(then);
        assertThat(world.entry(Paths.clientsSeen(db))).isEmpty();
    }

    @Test
    void the_question_of_a_run_is_answered_when_all_is_told_that_clients_saw_before() {
        watch(1, "n1");
        answers(true);
        serves = false;
        answers(false);
        serves = true;
        assertThat(orders.order("r1.1.1", new Work.Ask(db, ASK, Optional.empty(), Duration.ofSeconds(1),
                Duration.ofSeconds(3))).outcome()).isEqualTo(Outcome.DONE);
        assertThat(seen().orElseThrow().waits()).hasSize(1);
    }
}
