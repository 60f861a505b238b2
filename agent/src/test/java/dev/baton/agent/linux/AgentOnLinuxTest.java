package dev.baton.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.testkit.Scenes;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.Resource;
import dev.baton.core.model.WatchdogDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The real agent on the real machine: processes start, are restarted in place, outlive their daemon, and stop.
class AgentOnLinuxTest {

    private static final LeaseTimings TIMINGS =
            new LeaseTimings(Duration.ofMillis(300), Duration.ofSeconds(5), Duration.ofSeconds(1));

    private final OneNode node = new OneNode(TIMINGS, List.of(sleeper("disk"), sleeper("database", "disk")));

    @BeforeEach
    void a_group_runs() {
        node.start();
        node.place();
        node.until("online", node::online);
    }

    @AfterEach
    void nothing_is_left() {
        node.release();
        assertThat(pids()).noneMatch(AgentOnLinuxTest::lives);
        node.close();
    }

    @Test
    void a_killed_process_is_restarted_in_place_with_what_needs_it() {
        List<Long> first = pids();
        ProcessHandle.of(first.getFirst()).orElseThrow().destroyForcibly();
        node.until("restarted", () -> pids().size() == 4 && node.online());
        assertThat(pids()).doesNotHaveDuplicates();
    }

    @Test
    void what_runs_outlives_its_daemon_and_is_taken_over_by_the_next() {
        List<Long> first = pids();
        long life = node.beat().incarnation();
        node.crash();
        node.start();
        node.until("taken over", () -> node.beat().incarnation() == life + 1 && node.online());
        assertThat(pids()).isEqualTo(first);
        assertThat(first).allMatch(AgentOnLinuxTest::lives);
    }

    @Test
    void a_node_says_whether_its_watchdog_is_armed_and_a_guard_that_runs_takes_it_up() {
        try (StandInWatchdog dog = new StandInWatchdog(60_000)) {
            WatchdogDevice device = new WatchdogDevice(dog.device().toString(), Duration.ofSeconds(3));
            assertThat(node.facts().watchdog()).isEmpty();
            ProcessStamp guard = node.machine().guard().orElseThrow();
            node.crash();
            node.machine().watchdog(device);
            node.start();
            node.until("armed", () -> node.facts().watchdog().equals(Optional.of(device)));
            assertThat(node.machine().guard()).contains(guard);
            assertThat(node.said()).contains("n1 is reset by " + dog.device() + " should its guard fail");
            node.until("taken over", node::online);
        }
    }

    private static Resource sleeper(String name, String... needs) {
        TreeMap<String, String> with = new TreeMap<>();
        with.put("run", "read -r pid _ </proc/self/stat; echo $pid >>$DIR/pids; exec sleep 1000");
        with.put("ready", "test -s $DIR/pids");
        return new Resource(Scenes.id(name), "process", with,
                new TreeSet<>(List.of(needs).stream().map(Scenes::id).toList()), Duration.ofSeconds(10),
                Duration.ofSeconds(5), Duration.ofSeconds(1));
    }

    /// Numbers of all processes that were started so far.
    private List<Long> pids() {
        Path noted = Path.of(node.machine().settings().environment().get("DIR")).resolve("pids");
        try {
            return Files.exists(noted) ? Files.readAllLines(noted).stream().map(Long::parseLong).toList() : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean lives(long pid) {
        return ProcessStamp.of(pid).filter(ProcessStamp::lives).isPresent();
    }
}
