package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.simulated.Commands.Course;
import dev.baton.agent.testkit.Orders;
import dev.baton.agent.testkit.Scenes;
import dev.baton.agent.testkit.SimulatedNode;
import dev.baton.agent.testkit.World;
import dev.baton.coordination.tree.Holds;
import dev.baton.coordination.tree.JobOrder.Work;
import dev.baton.coordination.tree.JobResult.Outcome;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Command;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A node is changed under a group of a kind that says so, when nothing of the group is active, and nothing of it
/// starts meanwhile.
class InPlaceJobsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final NodeId N1 = new NodeId("n1");

    private final World world = new World(3, LeaseTimings.QUICK);
    private final Orders orders = new Orders(world, N1, SOON);
    private final List<String> ran = new ArrayList<>();
    private final SimulatedNode n1 = world.node("n1");
    private String version = "1.0";
    private String format = "1";
    private GroupId db = new GroupId("db");

    @BeforeEach
    void a_group_runs_on_a_closed_node() {
        world.commands((line, _) -> switch (line) {
            case "version" -> Course.prints(version);
            case "format" -> Course.prints(format);
            case "install" -> new Course(Duration.ofSeconds(2), 0, "", () -> {
                ran.add(line);
                version = "2.0";
            });
            case "backup" -> new Course(Duration.ofHours(3), 0, "", () -> ran.add(line));
            default -> Course.prints("");
        });
        Kind strict = Scenes.STRICT;
        world.kind(new Kind(strict.id(), strict.product(), strict.data(), 1, true, false,
                UpgradeMode.IN_PLACE_OFFLINE, strict.convert(), strict.backup(), strict.version(), strict.format()));
        db = world.group("db", "strict", "n1", Scenes.database());
        world.await("online", SOON, () -> world.state(db, "database") == ResourceState.ONLINE);
        Hold hold = new Hold(new HoldId("run"), "run r", "upgrade", Hold.Strength.CLOSED, Optional.empty());
        world.put(Paths.holds(N1), Json.write(new Holds(List.of(hold))));
    }

    @AfterEach
    void one_owner_only() {
        assertThat(world.breaches()).isEmpty();
    }

    @Test
    void a_node_is_changed_under_a_group_of_an_in_place_kind_once_all_of_it_is_offline_and_its_claim_stays() {
        assertThat(orders.order("r.1.1", install()).detail())
                .startsWith("n1 still has db (law 3, empty before install)");
        offline("database");
        assertThat(orders.order("r.1.2", install()).detail())
                .startsWith("n1 still has db (law 3, empty before install)");
        offline("database", "disk", "address");
        assertThat(orders.order("r.1.3", install()).outcome()).isEqualTo(Outcome.DONE);
        assertThat(world.owner(db)).contains(N1);
        assertThat(ran).containsExactly("install");
    }

    @Test
    void nothing_of_a_group_starts_while_its_node_is_changed_under_it_or_closed_for_that_whatever_is_ordered() {
        offline("database", "disk", "address");
        orders.put("r.1.1", install());
        world.await("begun", SOON, () -> orders.result("r.1.1").isPresent());
        world.run(Duration.ofMillis(100));
        offline();
        assertThat(orders.await("r.1.1").outcome()).isEqualTo(Outcome.DONE);
        world.run(SOON);
        assertThat(n1.host().alive()).isEmpty();
        world.put(Paths.format(db), Json.write(new Format.At(new Version("2"))));
        format = "2";
        world.put(Paths.holds(N1), Json.write(new Holds(List.of())));
        world.await("online", SOON, () -> world.state(db, "database") == ResourceState.ONLINE);
    }

    @Test
    void a_node_is_not_changed_under_a_group_whose_data_a_job_works_on() {
        offline("database", "disk", "address");
        orders.put("r.0.1", new Work.Backup(db, new Command("backup")));
        world.await("begun", SOON, () -> world.history().stream().anyMatch(l -> l.contains("db/900-backup")));
        assertThat(orders.order("r.1.1", install()).detail())
                .startsWith("n1 still has db (law 3, empty before install)");
        assertThat(ran).isEmpty();
    }

    private void offline(String... resources) {
        TreeSet<ResourceId> names = new TreeSet<>(Stream.of(resources).map(Scenes::id).toList());
        world.place(db, world.placement(db).withOffline(names, "test"));
        world.await("offline", SOON, () -> names.stream().allMatch(name -> world.state(db, name.value())
                == ResourceState.OFFLINE));
    }

    private static Work install() {
        return new Work.Install(new ProductId("app"), new Version("1.0"), new Version("2.0"), new Command("install"),
                new Command("version"), Optional.empty());
    }
}
