package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.simulated.Commands.Course;
import dev.baton.agent.testkit.Scenes;
import dev.baton.agent.testkit.World;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Claim;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import dev.baton.core.model.Report;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.Unmanaged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A group that its operator keeps to himself: the agent looks, and does nothing but what a lease asks.
class UnmanagedTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final NodeId N1 = new NodeId("n1");
    private static final Optional<Unmanaged> ANN = Optional.of(new Unmanaged("ann", Optional.empty()));

    private final World world = new World(1, LeaseTimings.QUICK);
    private final List<String> broken = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private GroupId db = new GroupId("db");
    private boolean addressThere;

    private void twoNodes() {
        world.commands((line, _) -> broken.contains(line) ? Course.fails("broken") : Course.prints("1.0"));
        world.kind(Scenes.PLAIN);
        world.node("n1");
        world.node("n2");
        db = world.group("db", "plain", "n1", Scenes.database());
        world.await("online", SOON, this::online);
    }

    private boolean online() {
        return world.owner(db).isPresent() && List.of("disk", "address", "database").stream()
                .allMatch(name -> world.state(db, name) == ResourceState.ONLINE);
    }

    @AfterEach
    void one_owner_only() {
        assertThat(world.breaches()).isEmpty();
    }

    private void unmanaged() {
        world.place(db, world.placement(db).withUnmanaged(ANN));
    }

    /// As the leader does it: the same owner under a new epoch.
    private void managed() {
        Placement now = world.placement(db);
        world.place(db, new Placement(now.owner(), now.epoch() + 1, now.offline(), now.because(), now.previous()));
    }

    private List<String> processes() {
        return world.history().stream().filter(line -> !line.contains(" says: "))
                .filter(line -> line.contains(" started ") || line.contains(" ended ")).toList();
    }

    private Report report() {
        return world.value(Paths.report(db, N1), Report.class).orElseThrow();
    }

    @Test
    void what_ends_by_itself_is_reported_and_not_restarted_until_it_is_managed_again() {
        twoNodes();
        unmanaged();
        world.run(Duration.ofSeconds(5));
        world.on("n1").host().killMain(new HeldKey(db, 0, Scenes.id("disk")));
        world.await("reported", SOON, () -> report().failure().isPresent());
        assertThat(report().failure().orElseThrow()).contains("resource disk of db failed on n1");
        int before = processes().size();
        world.run(LONG);
        assertThat(processes()).hasSize(before);
        assertThat(world.value(Paths.claim(db), Claim.class)).isPresent();
        managed();
        world.await("online again", SOON, this::online);
        world.await("its word is of the new epoch", SOON, () -> report().epoch() == world.placement(db).epoch());
        assertThat(report().failure()).isEmpty();
        assertThat(report().restarts()).isEmpty();
        assertThat(processes().subList(before, processes().size())).extracting(line -> line.replaceAll("^\\S+ ", "")
                .replaceAll(" epoch.*", "")).containsExactly("n1 ended db/2-database", "n1 started db/0-disk",
                        "n1 started db/2-database");
    }

    @Test
    void what_a_monitor_finds_wrong_is_looked_at_on_and_is_well_when_it_says_so() {
        twoNodes();
        unmanaged();
        int before = processes().size();
        broken.add("monitor database");
        world.await("reported", SOON, () -> report().failure().isPresent());
        assertThat(world.state(db, "database")).isEqualTo(ResourceState.FAILED);
        world.run(Duration.ofMinutes(1));
        broken.clear();
        world.await("well again", SOON, this::online);
        assertThat(report().failure()).isEmpty();
        managed();
        world.run(LONG);
        assertThat(processes()).hasSize(before);
    }

    @Test
    void orders_wait_until_it_is_managed_again() {
        twoNodes();
        int before = processes().size();
        world.place(db, world.placement(db).withUnmanaged(ANN)
                .withOffline(new TreeSet<>(List.of(Scenes.id("database"))), "test"));
        world.run(LONG);
        world.place(db, world.placement(db).movedTo(new NodeId("n2"), "test"));
        world.run(LONG);
        assertThat(processes()).hasSize(before);
        assertThat(world.owner(db)).contains(N1);
        managed();
        world.await("moved", SOON, () -> world.owner(db).equals(Optional.of(new NodeId("n2"))));
    }

    @Test
    void it_is_not_claimed() {
        twoNodes();
        world.place(db, new Placement(Optional.empty(), 2, new TreeSet<>(), "test", Optional.of(N1)));
        world.await("released", SOON, () -> world.owner(db).isEmpty());
        world.place(db, world.placement(db).movedTo(N1, "test").withUnmanaged(ANN));
        world.run(LONG);
        assertThat(world.owner(db)).isEmpty();
        managed();
        world.await("online", SOON, this::online);
    }

    @Test
    void a_daemon_that_restarts_goes_on_observing() {
        twoNodes();
        unmanaged();
        int before = processes().size();
        world.on("n1").kill();
        world.on("n1").start();
        world.await("a new life reports", SOON, () -> report().incarnation() == 2 && online());
        world.run(LONG);
        assertThat(processes()).hasSize(before);
    }

    @Test
    void what_is_not_ready_when_its_daemon_comes_back_is_well_once_its_monitor_says_so_and_nothing_is_restarted() {
        twoNodes();
        unmanaged();
        int before = processes().size();
        broken.add("ready database");
        broken.add("monitor database");
        world.on("n1").kill();
        world.on("n1").start();
        world.await("reported", SOON, () -> report().incarnation() == 2 && report().failure().isPresent());
        world.run(Duration.ofMinutes(1));
        assertThat(world.state(db, "database")).isEqualTo(ResourceState.FAILED);
        broken.clear();
        world.await("well again", SOON, this::online);
        managed();
        world.run(LONG);
        assertThat(processes()).hasSize(before);
    }

    @Test
    void what_ended_while_it_was_not_ready_is_not_well_whatever_its_monitor_says() {
        twoNodes();
        unmanaged();
        broken.add("ready database");
        world.on("n1").kill();
        world.on("n1").start();
        world.await("a new life", SOON, () -> report().incarnation() == 2);
        broken.add("monitor database");
        world.await("reported", SOON, () -> report().failure().isPresent());
        world.on("n1").host().killMain(new HeldKey(db, 2, Scenes.id("database")));
        broken.clear();
        world.run(LONG);
        assertThat(world.state(db, "database")).isEqualTo(ResourceState.FAILED);
    }

    @Test
    void the_end_of_the_lease_kills_it_all_the_same_and_nothing_comes_up_before_it_is_managed() {
        twoNodes();
        unmanaged();
        world.run(Duration.ofSeconds(1));
        world.on("n1").freeze();
        world.await("killed", SOON, () -> processes().stream().filter(line -> line.contains("n1 ended")).count() == 3);
        world.on("n1").thaw();
        int before = processes().size();
        world.run(LONG);
        assertThat(processes()).hasSize(before);
        managed();
        world.await("online again", SOON, this::online);
    }

    /// An agent as the standard has it: 7 says "not running".
    private Course agent(String line) {
        String action = line.substring(line.lastIndexOf(' ') + 1);
        asked.add(action);
        return new Course(Duration.ofMillis(5), action.equals("monitor") && !addressThere ? 7 : 0, "",
                () -> addressThere = action.equals("start") || (addressThere && !action.equals("stop")));
    }

    @Test
    void what_the_operator_left_running_is_stopped_before_the_group_starts_where_nobody_had_looked() {
        world.commands((line, _) -> agent(line));
        world.kind(Scenes.PLAIN);
        db = world.group("db", "plain", "n1", new Resource(Scenes.id("address"), "ocf:heartbeat:IPaddr2",
                new TreeMap<>(), new TreeSet<>(), Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(2),
                List.of()));
        unmanaged();
        addressThere = true;
        world.node("n1");
        world.run(Duration.ofSeconds(20));
        assertThat(asked).isEmpty();
        managed();
        world.await("online", SOON, () -> world.owner(db).isPresent()
                && world.state(db, "address") == ResourceState.ONLINE);
        assertThat(asked).containsSubsequence("monitor", "stop", "monitor", "start");
    }
}
