package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.testkit.Scenes;
import dev.baton.agent.testkit.World;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an agent does about groups while nothing goes wrong.
class OwnershipTest {

    private final World world = new World(1, LeaseTimings.QUICK);
    private GroupId db = new GroupId("db");

    @BeforeEach
    void two_nodes_and_a_group() {
        world.kind(Scenes.PLAIN);
        world.node("n1");
        world.node("n2");
        db = world.group("db", "plain", "n1", Scenes.database());
        online("n1");
    }

    @Test
    void a_group_starts_by_dependency_on_the_node_it_is_placed_on() {
        assertThat(processes()).hasSize(3).last().asString().contains("n1 started db/2-database epoch 1");
        assertThat(world.breaches()).isEmpty();
    }

    @Test
    void a_move_is_one_write_and_stops_in_reverse_before_it_starts() {
        world.move(db, "n2");
        online("n2");
        assertThat(processes().subList(3, 9)).extracting(line -> line.split(" ", 2)[1].replaceAll(" epoch.*", ""))
                .startsWith("n1 ended db/2-database")
                .endsWith("n2 started db/2-database");
        assertThat(world.breaches()).isEmpty();
    }

    private List<String> processes() {
        return world.history().stream().filter(line -> line.contains(" started ") || line.contains(" ended ")).toList();
    }

    private void online(String node) {
        world.await("db online on " + node, Duration.ofSeconds(20),
                () -> world.owner(db).equals(Optional.of(new NodeId(node)))
                        && world.state(db, "database") == ResourceState.ONLINE);
    }
}
