package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.host.HostCall;
import dev.baton.agent.testkit.Scenes;
import dev.baton.agent.testkit.SimulatedNode;
import dev.baton.agent.testkit.World;
import dev.baton.coordination.memory.MemoryFaults.Effect;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The agent's half of the single-owner protocol: what earns a lease, and what its loss means. That no deadline
/// outlives the heartbeat in the tree is watched in every test by the simulated node itself.
class LeaseTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final World world = new World(7, LeaseTimings.QUICK);
    private GroupId db = new GroupId("db");
    private SimulatedNode n1 = world.node("n1");

    @BeforeEach
    void a_group_runs() {
        world.kind(Scenes.PLAIN);
        db = world.group("db", "plain", "n1", Scenes.database());
        online();
    }

    @Test
    void the_deadline_is_the_send_time_of_the_last_committed_heartbeat_and_its_lease() {
        world.run(Duration.ofSeconds(10));
        Duration left = Duration.between(n1.host().bootTime(), n1.host().deadline().orElseThrow());
        assertThat(left).isBetween(Duration.ofMillis(4_400), Duration.ofSeconds(5));
        assertThat(world.breaches()).isEmpty();
    }

    @Test
    void a_heartbeat_with_unknown_outcome_extends_the_lease_only_if_it_is_read_as_ours() {
        for (Effect effect : Effect.values()) {
            for (int i = 0; i < 10; i++) {
                world.engine().faults().loseNextAnswer(n1.client(), effect);
                world.run(Duration.ofMillis(900));
            }
        }
        assertThat(world.breaches()).isEmpty();
        assertThat(started()).isEqualTo(3);
    }

    @Test
    void heartbeats_that_never_take_effect_end_the_lease_although_reads_are_answered() {
        Instant before = n1.host().deadline().orElseThrow();
        world.engine().faults().disconnect(n1.client());
        world.await("all is stopped before the old deadline", SOON, () -> n1.host().alive().isEmpty());
        assertThat(n1.host().bootTime()).isBeforeOrEqualTo(before.plusMillis(500));
        assertThat(world.owner(db)).contains(n1.id());
        world.engine().faults().reconnect(n1.client());
        online();
        assertThat(beat().incarnation()).isEqualTo(1);
        assertThat(world.breaches()).isEmpty();
    }

    @Test
    void dead_stops_everything_before_joining_again() {
        world.put(Paths.heartbeat(n1.id()), Json.write(beat().declaredDead()));
        world.await("a new incarnation", SOON, () -> beat().incarnation() == 2);
        assertThat(n1.host().alive()).isEmpty();
        assertThat(ended()).isEqualTo(3);
        online();
    }

    @Test
    void a_restart_within_the_lease_stops_nothing() {
        n1.kill();
        world.run(Duration.ofSeconds(2));
        n1.start();
        world.await("adopted", SOON, () -> beat().incarnation() == 2);
        world.run(Duration.ofSeconds(10));
        online();
        assertThat(ended()).isZero();
        assertThat(started()).isEqualTo(3);
        assertThat(world.breaches()).isEmpty();
    }

    @Test
    void a_restarted_daemon_that_reaches_nobody_ends_what_it_inherited_in_time_also_beside_a_guard_that_stands() {
        Instant deadline = killedBesideAGuardThatStands();
        n1.start();
        world.engine().faults().disconnect(n1.client());
        assertEmptyBy(deadline);
        world.engine().faults().reconnect(n1.client());
        online();
        assertThat(world.breaches()).isEmpty();
    }

    @Test
    void a_restarted_daemon_that_cannot_write_its_number_ends_what_it_inherited_in_time_too() {
        Instant deadline = killedBesideAGuardThatStands();
        n1.host().disk().full(true);
        n1.start();
        assertEmptyBy(deadline);
        n1.host().disk().full(false);
        online();
        assertThat(world.breaches()).isEmpty();
    }

    @Test
    void a_restarted_daemon_that_does_not_learn_whether_it_has_joined_ends_what_it_inherited_in_time_too() {
        Instant deadline = killedBesideAGuardThatStands();
        n1.start();
        world.await("its join took effect", SOON, () -> beat().incarnation() == 2);
        world.engine().faults().disconnect(n1.client());
        assertEmptyBy(deadline);
        world.engine().faults().reconnect(n1.client());
        online();
        assertThat(world.breaches()).isEmpty();
    }

    @Test
    void a_daemon_that_returns_after_the_lease_clears_before_it_joins() {
        n1.kill();
        world.run(Duration.ofSeconds(6));
        assertThat(n1.host().alive()).isEmpty();
        n1.start();
        world.await("joined", SOON, () -> beat().incarnation() == 2);
        online();
        assertThat(started()).isEqualTo(6);
    }

    @Test
    void a_planned_restart_takes_a_longer_lease_and_stops_nothing() {
        n1.tell(new AgentEvent.Restart());
        world.await("ended", SOON, () -> n1.end().isPresent());
        assertThat(beat().leaseFor()).isEqualTo(Duration.ofMinutes(1));
        world.run(Duration.ofSeconds(30));
        n1.start();
        world.await("adopted", SOON, () -> beat().incarnation() == 2);
        assertThat(Duration.between(n1.host().bootTime(), n1.host().deadline().orElseThrow()))
                .isLessThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(ended()).isZero();
        assertThat(world.breaches()).isEmpty();
    }

    @Test
    void a_second_daemon_ends_the_first_and_touches_nothing() {
        Heartbeat now = beat();
        world.put(Paths.heartbeat(n1.id()),
                Json.write(new Heartbeat(now.incarnation() + 1, now.bootId(), 0, now.leaseFor(), false)));
        world.await("the first has ended", SOON, () -> n1.end().isPresent());
        assertThat(n1.end()).contains(dev.baton.agent.loop.AgentEffect.End.REPLACED);
        assertThat(n1.calls()).noneMatch(call -> call instanceof HostCall.Clear);
        assertThat(n1.host().alive()).hasSize(3);
    }

    @Test
    void leaving_stops_releases_and_says_so_at_once() {
        n1.tell(new AgentEvent.Leave());
        world.await("left", SOON, () -> n1.end().isPresent());
        assertThat(world.owner(db)).isEmpty();
        assertThat(n1.host().alive()).isEmpty();
        world.await("written", SOON, () -> beat().dead());
    }

    @Test
    void a_machine_that_starts_again_takes_its_group_up_again() {
        n1.lose();
        n1.start();
        world.await("joined", SOON, () -> beat().bootId().equals("boot2"));
        online();
        assertThat(world.breaches()).isEmpty();
    }

    private Heartbeat beat() {
        return world.value(Paths.heartbeat(new NodeId("n1")), Heartbeat.class).orElseThrow();
    }

    private long started() {
        return world.history().stream().filter(line -> line.contains("n1 started")).count();
    }

    private long ended() {
        return world.history().stream().filter(line -> line.contains("n1 ended")).count();
    }

    private Instant killedBesideAGuardThatStands() {
        Instant deadline = n1.host().deadline().orElseThrow();
        n1.kill();
        n1.host().guardSleeps(true);
        return deadline;
    }

    private void assertEmptyBy(Instant deadline) {
        world.await("nothing lives", SOON, () -> n1.host().alive().isEmpty());
        assertThat(n1.host().bootTime()).isBeforeOrEqualTo(deadline);
        n1.host().guardSleeps(false);
    }

    private void online() {
        world.await("db online", SOON, () -> n1.host().alive().size() == 3
                && world.state(db, "database") == ResourceState.ONLINE);
    }
}
