package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.simulated.Commands.Course;
import dev.baton.agent.testkit.Scenes;
import dev.baton.agent.testkit.World;
import dev.baton.coordination.tree.Holds;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Claim;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.JobId;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import dev.baton.core.model.Report;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an agent does about groups, as their placement asks.
class OwnershipTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final HeldKey DATABASE = new HeldKey(new GroupId("db"), 2, Scenes.id("database"));

    private final World world = new World(1, LeaseTimings.QUICK);
    private String version = "1.0";
    private String format = "1";
    private final List<String> broken = new ArrayList<>();
    private GroupId db = new GroupId("db");

    @BeforeEach
    void two_nodes_and_a_group() {
        world.commands((line, _) -> broken.contains(line) ? Course.fails("broken")
                : Course.prints(line.equals("format") ? format : version));
        world.kind(Scenes.PLAIN);
        world.kind(Scenes.STRICT);
        world.node("n1");
        world.node("n2");
        db = world.group("db", "strict", "n1", Scenes.database());
        online("n1");
    }

    @AfterEach
    void one_owner_only() {
        assertThat(world.breaches()).isEmpty();
    }

    @Test
    void a_group_starts_by_dependency_after_its_claim() {
        assertThat(processes()).hasSize(3).last().asString().contains("n1 started db/2-database epoch 1");
        assertThat(report("n1").format()).contains(new Version("1"));
    }

    @Test
    void a_move_is_one_write_and_stops_in_reverse_before_it_starts() {
        world.move(db, "n2");
        online("n2");
        assertThat(processes().subList(3, 9)).extracting(line -> line.split(" ", 2)[1].replaceAll(" epoch.*", ""))
                .startsWith("n1 ended db/2-database")
                .endsWith("n2 started db/2-database");
    }

    @Test
    void an_offline_resource_stays_offline_through_a_move_and_its_siblings_stay() {
        world.place(db, world.placement(db).withOffline(set("database"), "test"));
        world.await("database offline", SOON, () -> world.state(db, "database") == ResourceState.OFFLINE);
        assertThat(ended()).containsExactly("n1 ended db/2-database");
        world.move(db, "n2");
        world.await("disk on n2", SOON, () -> world.owner(db).equals(Optional.of(new NodeId("n2")))
                && world.state(db, "disk") == ResourceState.ONLINE
                && world.state(db, "address") == ResourceState.ONLINE);
        world.run(Duration.ofSeconds(5));
        assertThat(processes()).noneMatch(line -> line.contains("n2 started db/2-database"));
        world.place(db, world.placement(db).withOffline(new TreeSet<>(), "test"));
        online("n2");
    }

    @Test
    void what_needs_an_offline_resource_goes_offline_first() {
        world.place(db, world.placement(db).withOffline(set("disk"), "test"));
        world.await("disk offline", SOON, () -> world.state(db, "disk") == ResourceState.OFFLINE);
        assertThat(ended()).containsExactly("n1 ended db/2-database", "n1 ended db/0-disk");
    }

    @Test
    void a_new_epoch_with_the_same_owner_restarts_nothing() {
        world.place(db, world.placement(db).movedTo(new NodeId("n1"), "again"));
        world.await("claim follows", SOON, () -> world.value(Paths.claim(db), Claim.class)
                .filter(claim -> claim.epoch() == 2).isPresent());
        world.run(Duration.ofSeconds(5));
        assertThat(ended()).isEmpty();
        assertThat(report("n1").epoch()).isEqualTo(2);
    }

    @Test
    void a_failed_resource_is_restarted_in_place_with_what_needs_it() {
        world.on("n1").host().killMain(new HeldKey(db, 0, Scenes.id("disk")));
        world.await("restarted", SOON, () -> starts("n1") == 5);
        online("n1");
        assertThat(ended()).containsExactly("n1 ended db/0-disk", "n1 ended db/2-database");
    }

    @Test
    void a_resource_that_goes_on_failing_is_reported_and_left() {
        broken.add("run database");
        world.on("n1").host().killMain(DATABASE);
        world.await("reported", Duration.ofMinutes(1), () -> report("n1").failure().isPresent());
        assertThat(report("n1").failure().orElseThrow()).contains("database").contains("n1").contains("4 times");
        assertThat(report("n1").states()).containsEntry(Scenes.id("disk"), ResourceState.ONLINE);
        int before = processes().size();
        world.run(Duration.ofMinutes(5));
        assertThat(processes()).hasSize(before);
        broken.clear();
        world.place(db, world.placement(db).movedTo(new NodeId("n1"), "again"));
        online("n1");
    }

    @Test
    void a_resource_whose_monitor_fails_is_stopped_and_started() {
        broken.add("monitor database");
        world.await("seen", SOON, () -> !ended().isEmpty());
        broken.clear();
        online("n1");
        assertThat(ended()).containsOnly("n1 ended db/2-database");
    }

    @Test
    void a_group_that_cannot_be_stopped_keeps_its_claim_and_says_why() {
        world.on("n1").host().unkillable(true);
        world.move(db, "n2");
        world.await("stuck", Duration.ofMinutes(1), () -> world.value(Paths.claim(db), Claim.class)
                .filter(claim -> claim.stuck().isPresent()).isPresent());
        world.run(Duration.ofMinutes(1));
        assertThat(world.owner(db)).contains(new NodeId("n1"));
        assertThat(processes()).noneMatch(line -> line.contains("n2 started"));
        world.on("n1").host().unkillable(false);
        online("n2");
    }

    @Test
    void a_group_with_a_resource_that_was_stuck_for_a_while_goes_on() {
        world.on("n1").host().unkillable(true);
        broken.add("monitor database");
        world.await("stuck", Duration.ofMinutes(1), () -> world.value(Paths.claim(db), Claim.class)
                .filter(claim -> claim.stuck().isPresent()).isPresent());
        broken.clear();
        world.on("n1").host().unkillable(false);
        world.await("free", Duration.ofMinutes(1), () -> world.value(Paths.claim(db), Claim.class)
                .filter(claim -> claim.stuck().isEmpty()).isPresent());
        online("n1");
    }

    @Test
    void a_closed_node_claims_nothing() {
        Hold hold = new Hold(new HoldId("run"), "run up", "upgrade", Hold.Strength.CLOSED, Optional.empty());
        world.put(Paths.holds(new NodeId("n2")), Json.write(new Holds(List.of(hold))));
        world.move(db, "n2");
        world.await("released", SOON, () -> world.owner(db).isEmpty());
        world.run(Duration.ofSeconds(10));
        assertThat(world.owner(db)).isEmpty();
        world.put(Paths.holds(new NodeId("n2")), Json.write(Holds.NONE));
        online("n2");
    }

    @Test
    void data_that_the_product_cannot_open_starts_nowhere_near_it() {
        format = "2";
        world.move(db, "n2");
        world.await("reported", SOON, () -> world.owner(db).equals(Optional.of(new NodeId("n2")))
                && report("n2").failure().isPresent());
        assertThat(report("n2").failure().orElseThrow())
                .isEqualTo("n2 has app 1.0, which cannot open the data of db (2) (law 2, fit). "
                        + "bring app on n2 to a version that opens 2.");
        assertThat(report("n2").format()).contains(new Version("2"));
        assertThat(starts("n2")).isZero();
    }

    @Test
    void what_the_data_said_under_an_earlier_claim_is_not_said_again_under_a_later_one() {
        world.put(Paths.format(db), Json.write(new Format.At(new Version("1"))));
        world.place(db, world.placement(db).withOffline(all(), "test"));
        world.await("offline", SOON, () -> world.activeOn(db).isEmpty());
        world.move(db, "n2");
        world.await("released", SOON, () -> world.owner(db).equals(Optional.of(new NodeId("n2"))));
        format = "2";
        world.move(db, "n1");
        world.await("reported", SOON, () -> report("n1").epoch() == world.placement(db).epoch());
        world.run(SOON);
        assertThat(report("n1").format()).isEmpty();
    }

    @Test
    void nothing_starts_while_the_data_is_being_converted() {
        world.put(Paths.format(db), Json.write(new Format.Converting(new Version("1"), new Version("2"),
                new JobId("r.1.1"))));
        world.move(db, "n2");
        world.await("asked", SOON, () -> world.owner(db).equals(Optional.of(new NodeId("n2")))
                && report("n2").format().isPresent());
        world.run(Duration.ofSeconds(10));
        assertThat(starts("n2")).isZero();
        world.put(Paths.format(db), Json.write(new Format.At(new Version("1"))));
        online("n2");
    }

    @Test
    void an_empty_placement_releases_the_group() {
        world.place(db, new Placement(Optional.empty(), 2, new TreeSet<>(), "nowhere", Optional.of(new NodeId("n1"))));
        world.await("released", SOON, () -> world.owner(db).isEmpty());
        assertThat(world.activeOn(db)).isEmpty();
    }

    @Test
    void a_group_that_is_not_defined_any_more_is_stopped_and_released() {
        world.undefine(db);
        world.await("released", SOON, () -> world.owner(db).isEmpty());
        assertThat(world.activeOn(db)).isEmpty();
        world.run(Duration.ofSeconds(10));
        assertThat(world.entry(Paths.group(db))).isEmpty();
    }

    private static TreeSet<ResourceId> all() {
        TreeSet<ResourceId> all = new TreeSet<>();
        List.of(Scenes.database()).forEach(resource -> all.add(resource.id()));
        return all;
    }

    private static TreeSet<ResourceId> set(String name) {
        return new TreeSet<>(List.of(Scenes.id(name)));
    }

    private Report report(String node) {
        return world.value(Paths.report(db, new NodeId(node)), Report.class).orElse(new Report(new NodeId(node), 0, 0,
                new java.util.TreeMap<>(), Optional.empty(), Optional.empty()));
    }

    private List<String> processes() {
        return world.history().stream().filter(line -> line.matches("\\S+ n. (started|ended) .*")).toList();
    }

    private List<String> ended() {
        return processes().stream().filter(line -> line.contains(" ended ")).map(line -> line.split(" ", 2)[1])
                .toList();
    }

    private long starts(String node) {
        return processes().stream().filter(line -> line.contains(node + " started")).count();
    }

    private void online(String node) {
        world.await("db online on " + node, SOON, () -> world.owner(db).equals(Optional.of(new NodeId(node)))
                && List.of("disk", "address", "database").stream()
                        .allMatch(resource -> world.state(db, resource) == ResourceState.ONLINE)
                && world.placement(db).epoch() == report(node).epoch());
    }
}
