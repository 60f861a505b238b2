package dev.baton.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.testkit.Scenes;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The real agent with units of a real systemd: on demand, as root on a machine that systemd has started, or in a
/// systemd of its own (`agent/src/test/resources/systemd/with-systemd.sh mvn -pl agent -am test
/// -Dtest=SystemdOnLinuxCheck -Dsurefire.failIfNoSpecifiedTests=false`). The units are made below `/run` and go with
/// the test.
class SystemdOnLinuxCheck {

    private static final LeaseTimings TIMINGS =
            new LeaseTimings(Duration.ofMillis(300), Duration.ofSeconds(8), Duration.ofSeconds(2));
    private static final Path UNITS = Path.of("/run/systemd/system");
    /// A service whose `stop` leaves a process behind, and which systemd would start again.
    private static final String SERVICE = """
            [Unit]
            DefaultDependencies=no
            [Service]
            ExecStart=/bin/bash -c 'sleep 100000 & exec sleep 100001'
            Restart=always
            RestartSec=100ms
            KillMode=%s
            [Install]
            WantedBy=multi-user.target
            """;

    private final String unit = "baton-check-" + ProcessHandle.current().pid();
    private final OneNode node = new OneNode(TIMINGS, List.of(new Resource(Scenes.id("unit"), "systemd:" + unit,
            Collections.emptySortedMap(), new TreeSet<>(), Duration.ofSeconds(20), Duration.ofSeconds(20),
            Duration.ofMillis(500))));

    @BeforeAll
    static void systemd_runs() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "skipped: units want root");
        Assumptions.assumeTrue(Files.isDirectory(UNITS), "skipped: systemd does not run here");
    }

    @BeforeEach
    void a_unit() throws IOException {
        define("control-group");
    }

    private void define(String killMode) throws IOException {
        Files.writeString(UNITS.resolve(unit + ".service"), SERVICE.formatted(killMode));
        LinuxMachine.output("systemctl", "daemon-reload");
    }

    @AfterEach
    void nothing_is_left() throws IOException {
        node.close();
        String state = active();
        LinuxMachine.output("systemctl", "kill", "--signal=KILL", unit);
        LinuxMachine.output("systemctl", "disable", "--runtime", unit);
        Files.delete(UNITS.resolve(unit + ".service"));
        Files.deleteIfExists(UNITS.resolve(unit + ".service.d/50-baton.conf"));
        Files.deleteIfExists(UNITS.resolve(unit + ".service.d"));
        LinuxMachine.output("systemctl", "daemon-reload");
        assertThat(state).isNotEqualTo("active");
    }

    private String active() {
        return LinuxMachine.output("systemctl", "is-active", unit).strip();
    }

    private String mainPid() {
        return LinuxMachine.output("systemctl", "show", "-p", "MainPID", "--value", unit).strip();
    }

    private void online() {
        node.start();
        node.place();
        node.until("online", node::online);
        assertThat(active()).isEqualTo("active");
    }

    @Test
    void a_unit_comes_online_and_goes_away() {
        online();
        node.release();
        assertThat(active()).isEqualTo("inactive");
    }

    @Test
    void a_unit_that_somebody_kills_is_started_again_by_us_and_not_by_systemd() {
        online();
        String first = mainPid();
        LinuxMachine.output("systemctl", "kill", "--signal=KILL", unit);
        node.until("started again", () -> node.online() && active().equals("active") && !mainPid().equals(first));
    }

    @Test
    void the_next_daemon_takes_over_what_runs() {
        online();
        String first = mainPid();
        long life = node.beat().incarnation();
        node.crash();
        node.start();
        node.until("taken over", () -> node.beat().incarnation() == life + 1 && node.online());
        assertThat(mainPid()).isEqualTo(first);
    }

    @Test
    void when_the_lease_ends_without_a_daemon_the_guard_ends_the_unit_for_good() {
        online();
        node.crash();
        node.machine().until("the guard has released it", () -> !active().equals("active"));
        assertThat(active()).isIn("inactive", "failed");
    }

    @Test
    void what_the_stop_of_a_unit_leaves_behind_is_killed_before_it_counts_as_stopped() throws IOException {
        define("process");
        online();
        node.release();
        assertThat(active()).isIn("inactive", "failed");
        assertThat(LinuxMachine.output("pgrep", "-f", "sleep 100000")).isEmpty();
    }

    @Test
    void what_runs_unclaimed_is_stopped_before_the_node_joins() {
        LinuxMachine.output("systemctl", "start", unit);
        assertThat(active()).isEqualTo("active");
        node.start();
        node.until("joined", () -> node.beat().incarnation() == 1);
        assertThat(active()).isEqualTo("inactive");
    }

    @Test
    void a_unit_that_systemd_would_start_by_itself_is_not_started() {
        LinuxMachine.output("systemctl", "enable", "--runtime", unit);
        node.start();
        node.place();
        node.until("refused", () -> node.said().contains("systemctl disable " + unit + ".service"));
        assertThat(active()).isEqualTo("inactive");
        LinuxMachine.output("systemctl", "disable", "--runtime", unit);
        node.until("online", node::online);
    }
}
