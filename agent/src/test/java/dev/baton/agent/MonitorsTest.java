package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.simulated.Commands.Course;
import dev.baton.agent.testkit.Scenes;
import dev.baton.agent.testkit.World;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.FailurePolicy;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.Monitor;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Report;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A resource agent that is looked at in several depths, each in its own rhythm.
class MonitorsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration QUICK = Duration.ofMillis(5);
    private static final Monitor SHALLOW = new Monitor(Duration.ofSeconds(2), Duration.ofSeconds(20), 0);
    private static final Monitor DEEP = new Monitor(Duration.ofSeconds(7), Duration.ofSeconds(10), 10);

    private final World world = new World(1, LeaseTimings.QUICK);
    private final GroupId db = new GroupId("db");
    private final TreeSet<String> broken = new TreeSet<>();
    private final List<String> commands = new ArrayList<>();
    private boolean running;
    private int open;
    private Duration deepTakes = QUICK;

    @AfterEach
    void one_owner_and_one_command_at_a_time() {
        assertThat(world.breaches()).isEmpty();
        assertThat(commands).doesNotContain("two at once");
    }

    /// An agent as the standard has it: 7 says "not running".
    private Course agent(String line, SortedMap<String, String> environment) {
        String action = line.substring(line.lastIndexOf(' ') + 1);
        String command = action.equals("monitor") ? action + " " + environment.get("OCF_CHECK_LEVEL") : action;
        commands.add(command);
        if (action.equals("start")) {
            return new Course(QUICK, 0, "", () -> running = true);
        }
        commands.addAll(open++ > 0 ? List.of("two at once") : List.of());
        int status = action.equals("stop") ? 0 : !running ? 7 : broken.contains(command) ? 1 : 0;
        return new Course(command.equals("monitor 10") ? deepTakes : QUICK, status, "", 1, false,
                () -> running &= !action.equals("stop"), () -> open--);
    }

    private void online(Monitor... monitors) {
        world.commands(this::agent);
        world.kind(Scenes.PLAIN);
        world.node("n1");
        world.group("db", "plain", "n1", new Resource(Scenes.id("address"), "ocf:heartbeat:IPaddr2", new TreeMap<>(),
                new TreeSet<>(), Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(2),
                List.of(monitors)));
        world.await("online", SOON, () -> world.state(db, "address") == ResourceState.ONLINE);
        commands.clear();
    }

    private long looks(int depth) {
        return commands.stream().filter(("monitor " + depth)::equals).count();
    }

    private Report report() {
        return world.value(Paths.report(db, new NodeId("n1")), Report.class).orElseThrow();
    }

    @Test
    void each_monitor_has_its_own_rhythm_and_depth() {
        online(SHALLOW, DEEP);
        world.run(Duration.ofSeconds(60));
        assertThat(looks(0)).isBetween(28L, 30L);
        assertThat(looks(10)).isEqualTo(8);
    }

    @Test
    void a_deeper_monitor_stands_beside_the_single_interval() {
        online(DEEP);
        world.run(Duration.ofSeconds(60));
        assertThat(looks(0)).isBetween(28L, 30L);
        assertThat(looks(10)).isEqualTo(8);
    }

    @Test
    void without_a_list_there_is_one_monitor_of_depth_zero() {
        online();
        world.run(Duration.ofSeconds(60));
        assertThat(looks(0)).isBetween(28L, 30L);
        assertThat(commands).hasSize((int) looks(0));
    }

    @Test
    void one_whose_time_comes_while_another_is_under_way_follows_it() {
        deepTakes = Duration.ofSeconds(5);
        online(SHALLOW, DEEP);
        world.run(Duration.ofSeconds(60));
        assertThat(looks(10)).isEqualTo(5);
        assertThat(looks(0)).isGreaterThan(10);
    }

    @Test
    void a_failure_of_any_monitor_is_a_failure_of_the_resource_and_names_the_depth() {
        online(SHALLOW, DEEP);
        broken.add("monitor 10");
        world.await("restarted in place", SOON, () -> commands.contains("start"));
        assertThat(commands).containsSubsequence("monitor 10", "stop", "monitor 0", "start");
        assertThat(world.on("n1").said()).anyMatch(line -> line.contains("resource address of db failed on n1: "
                + "its monitor of depth 10 failed (status 1, error)"));
        broken.clear();
        broken.add("monitor 0");
        world.await("failed for good", Duration.ofMinutes(1), () -> report().failure().isPresent());
        assertThat(report().failure().orElseThrow()).contains("its monitor of depth 0 failed")
                .contains(FailurePolicy.DEFAULT.restarts() + 1 + " times");
    }

    @Test
    void one_that_takes_longer_than_its_timeout_has_failed() {
        deepTakes = Duration.ofSeconds(11);
        online(SHALLOW, DEEP);
        world.await("seen", Duration.ofMinutes(1), () -> commands.contains("stop"));
        assertThat(world.on("n1").said()).anyMatch(line -> line.contains("its monitor of depth 10 failed (it took too "
                + "long)"));
    }

    @Test
    void a_stop_cuts_off_the_monitor_that_is_under_way_and_waits_for_its_end() {
        deepTakes = Duration.ofSeconds(9);
        online(SHALLOW, DEEP);
        world.await("a deep look", SOON, () -> commands.contains("monitor 10"));
        world.place(db, world.placement(db).withOffline(new TreeSet<>(List.of(Scenes.id("address"))), "test"));
        world.await("stopped", Duration.ofSeconds(2), () -> !running);
        assertThat(commands).containsSubsequence("monitor 10", "stop");
        world.await("offline", SOON, () -> world.state(db, "address") == ResourceState.OFFLINE);
        world.place(db, world.placement(db).withOffline(new TreeSet<>(), "test"));
        world.await("online", SOON, () -> world.state(db, "address") == ResourceState.ONLINE);
        commands.clear();
        world.run(Duration.ofSeconds(30));
        assertThat(looks(10)).isPositive();
    }

    @Test
    void when_the_lease_ends_nobody_waits_for_a_monitor() {
        deepTakes = Duration.ofSeconds(9);
        online(SHALLOW, DEEP);
        world.await("a deep look", SOON, () -> commands.contains("monitor 10"));
        world.engine().faults().disconnect(world.on("n1").client());
        world.await("its guard has ended it", LeaseTimings.QUICK.lease().plusSeconds(1),
                () -> world.activeOn(db).isEmpty());
    }

    @Test
    void a_resource_without_a_list_is_written_as_before_there_was_one() {
        Resource one = Scenes.process("disk");
        assertThat(Json.text(one)).doesNotContain("monitors");
        assertThat(Json.read(Json.text(one), Resource.class)).isEqualTo(one);
        Resource several = new Resource(one.id(), one.type(), one.with(), one.needs(), one.startWithin(),
                one.stopWithin(), one.monitorEvery(), List.of(SHALLOW, DEEP));
        assertThat(Json.read(Json.text(several), Resource.class)).isEqualTo(several);
        assertThat(Json.fields(several)).containsEntry("monitors.depth-10.every", "PT7S");
    }
}
