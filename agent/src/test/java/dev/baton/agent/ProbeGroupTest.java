package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.simulated.Commands.Course;
import dev.baton.agent.testkit.Orders;
import dev.baton.agent.testkit.Scenes;
import dev.baton.agent.testkit.SimulatedNode;
import dev.baton.agent.testkit.World;
import dev.baton.coordination.tree.JobOrder.Work;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.JobResult.Outcome;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A probe group shows that its node can run one: its process runs until it is asked to stop.
class ProbeGroupTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final NodeId N1 = new NodeId("n1");

    private final World world = new World(3, LeaseTimings.QUICK);
    private final Orders orders = new Orders(world, N1, SOON);

    private JobResult visit(int status) {
        world.commands((line, _) -> switch (line) {
            case "exec sleep 3600" -> new Course(Duration.ZERO, status, "sleep: not found", () -> { });
            case "version" -> Course.prints("1.0");
            case "format" -> Course.prints("1");
            default -> Course.prints("");
        });
        world.kind(Scenes.STRICT);
        SimulatedNode n1 = world.node("n1");
        GroupId db = world.group("db", "strict", "n1", Scenes.database());
        world.await("online", SOON, () -> world.state(db, "database") == ResourceState.ONLINE);
        int alive = n1.host().alive().size();
        JobResult result = orders.order("r.1.1", new Work.ProbeGroup());
        assertThat(n1.host().alive()).as("what ran before").hasSize(alive);
        return result;
    }

    @Test
    void a_process_that_runs_until_it_is_asked_to_stop_is_what_is_wanted() {
        assertThat(visit(0).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_process_that_ends_by_itself_has_failed() {
        JobResult result = visit(127);
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.detail()).isEqualTo("a process did not run until it was asked to stop: status 127: "
                + "sleep: not found");
    }
}
