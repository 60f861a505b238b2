package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.host.HostCall;
import dev.baton.agent.loop.AgentEffect;
import dev.baton.agent.testkit.Scenes;
import dev.baton.agent.testkit.SimulatedNode;
import dev.baton.agent.testkit.World;
import dev.baton.coordination.tree.ClusterLevel;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.ResourceState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The level of the cluster and the builds of its nodes.
final class LevelsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final LevelRange OLD = new LevelRange(1, 1);
    private static final LevelRange NEW = new LevelRange(1, 2);

    private final World world = new World(7, LeaseTimings.QUICK);

    private SimulatedNode running(LevelRange build) {
        SimulatedNode node = world.node("n1");
        node.install(build);
        node.kill();
        node.start();
        world.kind(Scenes.PLAIN);
        var db = world.group("db", "plain", "n1", Scenes.database());
        world.await("db online", SOON, () -> node.host().alive().size() == 3
                && world.state(db, "database") == ResourceState.ONLINE);
        return node;
    }

    private void level(ClusterLevel level) {
        world.put(Paths.LEVEL, Json.write(level));
    }

    private String written(SimulatedNode node) {
        return world.entry(Paths.heartbeat(node.id())).orElseThrow().data().text();
    }

    private Heartbeat beat(SimulatedNode node) {
        return world.value(Paths.heartbeat(node.id()), Heartbeat.class).orElseThrow();
    }

    private LevelRange known(SimulatedNode node) {
        return world.value(Paths.facts(node.id()), NodeFacts.class).orElseThrow().levels();
    }

    private void replace(SimulatedNode node, LevelRange build) {
        node.kill();
        node.install(build);
        node.start();
    }

    @Test
    void a_newer_build_speaks_the_level_of_the_cluster_until_that_rises() {
        SimulatedNode node = running(NEW);
        assertThat(written(node)).startsWith("{");
        assertThat(known(node)).isEqualTo(NEW);
        level(new ClusterLevel(1, 2));
        world.run(Duration.ofSeconds(3));
        assertThat(written(node)).startsWith("{");
        level(ClusterLevel.at(2));
        world.await("the form of level 2", SOON, () -> written(node).startsWith("\""));
        long seq = beat(node).seq();
        world.await("it goes on", SOON, () -> beat(node).seq() > seq + 5);
        assertThat(node.host().alive()).hasSize(3);
        assertThat(world.breaches()).isEmpty();
    }

    @Test
    void an_older_build_is_refused_after_the_rise_and_touches_nothing() {
        SimulatedNode node = running(NEW);
        level(ClusterLevel.at(2));
        world.await("the form of level 2", SOON, () -> written(node).startsWith("\""));
        int calls = node.calls().size();
        Heartbeat before = beat(node);
        replace(node, OLD);
        world.await("refused", SOON, () -> node.end().isPresent());
        assertThat(node.end()).contains(AgentEffect.End.REFUSED);
        assertThat(node.said().getLast()).contains("n1 speaks cluster levels [1, 1], the cluster is at 2",
                "nothing was changed", "Install a version of Baton that speaks level 2");
        assertThat(node.calls().subList(calls, node.calls().size())).noneMatch(call -> call instanceof HostCall.Clear
                || call instanceof HostCall.Launch || call instanceof HostCall.SetDeadline);
        assertThat(beat(node).incarnation()).isEqualTo(before.incarnation());
        assertThat(known(node)).isEqualTo(NEW);
        assertThat(node.host().alive()).hasSize(3);
        replace(node, NEW);
        world.await("adopted", SOON, () -> beat(node).incarnation() > before.incarnation());
        world.run(Duration.ofSeconds(10));
        assertThat(node.host().alive()).hasSize(3);
        assertThat(world.history()).noneMatch(line -> line.contains("n1 ended"));
        assertThat(world.breaches()).isEmpty();
    }

    @Test
    void a_build_that_has_left_the_level_behind_is_refused() {
        SimulatedNode node = world.node("n1");
        world.await("joined", SOON, () -> world.entry(Paths.heartbeat(node.id())).isPresent());
        replace(node, new LevelRange(2, 3));
        world.await("refused", SOON, () -> node.end().isPresent());
        assertThat(node.said().getLast()).contains("speaks cluster levels [2, 3], the cluster is at 1",
                "or finalize the cluster first");
    }

    @Test
    void a_fence_keeps_an_older_build_waiting_and_lets_it_in_when_it_goes() {
        SimulatedNode node = running(OLD);
        long life = beat(node).incarnation();
        level(new ClusterLevel(1, 2));
        replace(node, OLD);
        world.await("it says so", SOON, () -> node.said().stream()
                .anyMatch(line -> line.contains("does not join: n1 speaks cluster levels [1, 1], and the cluster is"
                        + " being raised to 2")));
        assertThat(beat(node).incarnation()).isEqualTo(life);
        assertThat(node.end()).isEmpty();
        level(ClusterLevel.at(1));
        world.await("joined", SOON, () -> beat(node).incarnation() > life);
    }

    @Test
    void what_a_build_speaks_is_known_from_its_join_on_also_when_it_adopts() {
        SimulatedNode node = running(NEW);
        assertThat(known(node)).isEqualTo(NEW);
        long life = beat(node).incarnation();
        boolean[] seen = {false};
        world.engine().observe(_ -> {
            if (!seen[0] && beat(node).incarnation() > life) {
                seen[0] = true;
                assertThat(known(node)).isEqualTo(OLD);
            }
        });
        replace(node, OLD);
        world.await("adopted", SOON, () -> seen[0]);
        assertThat(node.host().alive()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void a_join_beside_a_rise_takes_effect_before_it_or_not_at_all(long seed) {
        World other = new World(seed, LeaseTimings.QUICK);
        SimulatedNode node = other.node("n1");
        other.await("joined", SOON, () -> other.entry(Paths.heartbeat(node.id())).isPresent());
        for (int round = 0; round < 25; round++) {
            other.put(Paths.LEVEL, Json.write(ClusterLevel.at(1)));
            node.kill();
            node.start();
            other.run(Duration.ofMillis(other.random().nextInt(60)));
            long before = life(other, node);
            other.put(Paths.LEVEL, Json.write(ClusterLevel.at(2)));
            long after = life(other, node);
            other.run(Duration.ofSeconds(2));
            assertThat(life(other, node)).as("life before the rise " + before).isEqualTo(after);
        }
    }

    private static long life(World world, SimulatedNode node) {
        return world.value(Paths.heartbeat(node.id()), Heartbeat.class).orElseThrow().incarnation();
    }
}
