package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.simulated.Commands.Course;
import dev.baton.agent.testkit.Scenes;
import dev.baton.agent.testkit.World;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Claim;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.Terms;
import dev.baton.core.model.Unmanaged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Groups that start after others, and stop before them, wherever they are.
final class OrderBetweenGroupsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final GroupId DB = new GroupId("db");
    private static final GroupId SHOP = new GroupId("shop");
    private static final GroupId DOOR = new GroupId("door");

    private final World world = new World(1, LeaseTimings.QUICK);
    private final List<String> broken = new ArrayList<>();

    /// A shop that wants its database, and a door that wants the shop; three machines.
    @BeforeEach
    void a_database_whose_readiness_fails() {
        world.commands((line, _) -> broken.contains(line) ? Course.fails("broken") : Course.prints("1.0"));
        world.kind(Scenes.PLAIN);
        List.of("n1", "n2", "n3").forEach(world::node);
        broken.add("ready database");
        world.group("door", "plain", "n3", after(SHOP), Scenes.process("door"));
        world.group("shop", "plain", "n2", after(DB), Scenes.process("till"));
        world.group("db", "plain", "n1", Terms.NONE, Scenes.database());
        world.await("the disk is up", SOON, () -> world.state(DB, "disk") == ResourceState.ONLINE);
    }

    @AfterEach
    void one_owner_only() {
        assertThat(world.breaches()).isEmpty();
    }

    private static Terms after(GroupId group) {
        return Terms.NONE.withAfter(new TreeSet<>(List.of(group)));
    }

    private void allUp() {
        broken.clear();
        world.await("all are up", Duration.ofMinutes(2), () -> up(DB, "database") && up(SHOP, "till")
                && up(DOOR, "door"));
    }

    private boolean up(GroupId group, String resource) {
        return world.state(group, resource) == ResourceState.ONLINE
                && world.owner(group).equals(world.placement(group).owner());
    }

    /// Starts and ends, such as `n2 started shop/0-till`.
    private List<String> processes() {
        return world.history().stream().filter(line -> line.matches("\\S+ n. (started|ended) .*"))
                .map(line -> line.split(" ", 2)[1].replaceAll(" epoch.*", "")).toList();
    }

    private List<String> since(int before) {
        return processes().subList(before, processes().size());
    }

    private void stop(GroupId group, Resource... resources) {
        TreeSet<ResourceId> all = new TreeSet<>();
        List.of(resources).forEach(resource -> all.add(resource.id()));
        world.place(group, world.placement(group).withOffline(all, "test"));
    }

    @Test
    void a_group_starts_once_what_it_starts_after_is_up_on_whichever_node() {
        world.run(Duration.ofSeconds(20));
        assertThat(processes()).noneMatch(line -> line.contains("till") || line.contains("door"));
        assertThat(world.owner(SHOP)).as("it is claimed, and waits").contains(new NodeId("n2"));
        allUp();
        assertThat(processes()).endsWith("n2 started shop/0-till", "n3 started door/0-door");
    }

    @Test
    void those_that_go_down_together_go_in_reverse_and_come_up_in_order() {
        allUp();
        int before = processes().size();
        world.move(DOOR, "n1");
        world.move(SHOP, "n3");
        world.move(DB, "n2");
        allUp();
        List<String> seen = since(before);
        assertThat(seen).startsWith("n3 ended door/0-door", "n2 ended shop/0-till", "n1 ended db/2-database");
        assertThat(seen).endsWith("n2 started db/2-database", "n3 started shop/0-till", "n1 started door/0-door");
    }

    @Test
    void those_that_are_taken_offline_together_go_in_reverse() {
        allUp();
        int before = processes().size();
        stop(DOOR, Scenes.process("door"));
        stop(SHOP, Scenes.process("till"));
        stop(DB, Scenes.database());
        world.await("all are down", SOON, () -> world.state(DB, "disk") == ResourceState.OFFLINE);
        assertThat(since(before)).startsWith("n3 ended door/0-door", "n2 ended shop/0-till", "n1 ended db/2-database");
    }

    @Test
    void what_runs_goes_on_while_what_it_starts_after_moves() {
        allUp();
        int before = processes().size();
        world.move(DB, "n2");
        allUp();
        assertThat(since(before)).allMatch(line -> line.contains(" db/"));
    }

    @Test
    void what_is_offline_by_order_or_unmanaged_is_not_waited_for() {
        stop(DB, Scenes.database());
        world.await("the shop is up", SOON, () -> up(SHOP, "till"));
        stop(SHOP, Scenes.process("till"));
        world.await("the shop is down", SOON, () -> world.state(SHOP, "till") == ResourceState.OFFLINE);
        Placement on = world.placement(DB).withOffline(new TreeSet<>(), "test");
        world.place(DB, on.withUnmanaged(Optional.of(new Unmanaged("ann", Optional.empty()))));
        world.place(SHOP, world.placement(SHOP).withOffline(new TreeSet<>(), "test"));
        world.await("the shop is up again", SOON, () -> up(SHOP, "till"));
    }

    @Test
    void a_machine_that_stands_still_keeps_nobody_for_longer_than_its_groups_may_take_to_stop() {
        allUp();
        int before = processes().size();
        world.on("n2").freeze();
        world.move(SHOP, "n3");
        world.move(DB, "n3");
        world.run(Duration.ofSeconds(4));
        assertThat(since(before)).isEmpty();
        world.await("the database has left", Duration.ofSeconds(10), () -> since(before)
                .contains("n1 ended db/2-database"));
        assertThat(world.value(Paths.claim(SHOP), Claim.class)).as("nobody has taken it").isPresent();
    }
}
