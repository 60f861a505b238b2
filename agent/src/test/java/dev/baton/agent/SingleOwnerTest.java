package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.testkit.Scenes;
import dev.baton.agent.testkit.SimpleLeader;
import dev.baton.agent.testkit.SimulatedNode;
import dev.baton.agent.testkit.World;
import dev.baton.coordination.memory.MemoryFaults;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.ResourceState;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Law 1 under whatever may happen: daemons killed, frozen and restarted, machines lost, connections cut, answers lost
/// in all three ways, mirrors that lag, groups moved meanwhile. More seeds: `-Dagent.seeds=5000`; one of them again:
/// `-Dagent.seed=42`.
class SingleOwnerTest {

    private static final Duration STORM = Duration.ofSeconds(60);
    private static final Duration CALM = Duration.ofSeconds(150);

    @Test
    void two_agents_are_never_both_active_and_everything_comes_back() {
        long one = Long.getLong("agent.seed", -1);
        if (one >= 0) {
            storm(one, true);
            return;
        }
        for (long seed = 0; seed < Integer.getInteger("agent.seeds", 150); seed++) {
            storm(seed, false);
        }
    }

    private static void storm(long seed, boolean print) {
        World world = new World(seed, LeaseTimings.QUICK);
        if (print) {
            world.trace();
        }
        try {
            world.kind(Scenes.PLAIN);
            List.of("n1", "n2", "n3").forEach(world::node);
            List<GroupId> groups = List.of(world.group("g1", "plain", "n1", Scenes.database()),
                    world.group("g2", "plain", "n2", Scenes.process("only")));
            double rate = 1 + (world.random().nextDouble() - 0.5) / 1000;
            SimpleLeader leader = new SimpleLeader(world, rate);
            trouble(world, leader, groups, world.time().now().plus(STORM));
            world.run(STORM);
            assertThat(world.breaches()).isEmpty();
            calm(world, leader);
            for (GroupId group : groups) {
                String top = group.value().equals("g1") ? "database" : "only";
                world.await(group + " is online again", CALM, () -> world.state(group, top) == ResourceState.ONLINE
                        && world.owner(group).equals(world.placement(group).owner()));
            }
            assertThat(world.breaches()).isEmpty();
        } catch (Throwable broken) {
            String again = "seed " + seed + "; again: mvn -pl agent -am test -Dtest=SingleOwnerTest"
                    + " -Dagent.seed=" + seed;
            throw new AssertionError(again + (print ? "\n" + String.join("\n", world.history()) : ""), broken);
        }
    }

    private static void trouble(World world, SimpleLeader leader, List<GroupId> groups, java.time.Instant until) {
        Random random = world.random();
        world.time().after(Duration.ofMillis(200 + random.nextInt(2500)), () -> {
            if (world.time().now().isBefore(until)) {
                SimulatedNode node = world.nodes().get(random.nextInt(world.nodes().size()));
                accident(world, leader, groups, node, random);
                trouble(world, leader, groups, until);
            }
        });
    }

    private static void accident(World world, SimpleLeader leader, List<GroupId> groups, SimulatedNode node,
            Random random) {
        MemoryFaults faults = world.engine().faults();
        int what = random.nextInt(13);
        world.note("accident " + what + " on " + node.id());
        switch (what) {
            case 0, 1 -> leader.moveSomewhere(groups.get(random.nextInt(groups.size())));
            case 2 -> node.freeze();
            case 3 -> world.nodes().forEach(SimulatedNode::thaw);
            case 4 -> {
                if (node.hasDaemon()) {
                    node.kill();
                } else {
                    node.start();
                }
            }
            case 5 -> world.nodes().stream().filter(n -> !n.hasDaemon()).forEach(SimulatedNode::start);
            case 6 -> {
                if (random.nextInt(3) == 0) {
                    node.lose();
                    node.start();
                }
            }
            case 7 -> loseAnswers(faults, node, random);
            case 8 -> {
                if (node.hasDaemon()) {
                    faults.disconnect(node.client());
                }
            }
            case 9 -> world.nodes().stream().filter(SimulatedNode::hasDaemon)
                    .forEach(n -> faults.reconnect(n.client()));
            case 10 -> {
                if (node.hasDaemon()) {
                    faults.lag(node.client());
                }
            }
            case 11 -> world.nodes().stream().filter(SimulatedNode::hasDaemon).forEach(n -> faults.catchUp(n.client()));
            case 12 -> {
                if (node.hasDaemon()) {
                    node.tell(new AgentEvent.Restart());
                }
            }
            default -> throw new IllegalStateException();
        }
    }

    private static void loseAnswers(MemoryFaults faults, SimulatedNode node, Random random) {
        if (node.hasDaemon()) {
            for (int i = 0; i <= random.nextInt(6); i++) {
                faults.loseNextAnswer(node.client(), MemoryFaults.Effect.values()[random.nextInt(3)]);
            }
        }
    }

    /// No more accidents; a daemon that was asked to restart before is started when it has ended.
    private static void calm(World world, SimpleLeader leader) {
        heal(world, leader);
        world.time().after(Duration.ofSeconds(1), () -> calm(world, leader));
    }

    private static void heal(World world, SimpleLeader leader) {
        for (SimulatedNode node : world.nodes()) {
            node.thaw();
            if (!node.hasDaemon()) {
                node.start();
            }
            world.engine().faults().reconnect(node.client());
            world.engine().faults().catchUp(node.client());
        }
        world.engine().faults().reconnect(leader.client());
    }
}
