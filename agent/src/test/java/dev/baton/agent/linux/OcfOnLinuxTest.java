package dev.baton.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.testkit.Scenes;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The real agent with packaged resource agents on the real machine: an address on the loopback device, a file system
/// in memory, and one that only pretends. Root only; elsewhere skipped with the reason.
class OcfOnLinuxTest {

    private static final Path AGENTS = Path.of("/usr/lib/ocf/resource.d/heartbeat");
    private static final LeaseTimings TIMINGS =
            new LeaseTimings(Duration.ofMillis(300), Duration.ofSeconds(8), Duration.ofSeconds(2));
    private static final long SELF = ProcessHandle.current().pid();

    private final String address = "127.78." + (SELF >> 8 & 0xff) + "." + (SELF & 0xff);
    private final OneNode node = new OneNode(TIMINGS, this::resources);

    @BeforeAll
    static void there_are_agents_and_the_right_to_run_them() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "skipped: packaged agents want root");
        Assumptions.assumeTrue(Files.isExecutable(AGENTS.resolve("IPaddr2")),
                "skipped: no resource agents here; install the package resource-agents");
    }

    private List<Resource> resources(LinuxMachine machine) {
        Path mountPoint = machine.run().resolveSibling("mnt");
        try {
            Files.createDirectories(mountPoint);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return List.of(ocf("disk", "Filesystem", Map.of("device", "tmpfs", "directory", mountPoint.toString(),
                        "fstype", "tmpfs")),
                ocf("address", "IPaddr2", Map.of("ip", address, "cidr_netmask", "32", "nic", "lo")),
                ocf("pretender", "Dummy", Map.of("state", machine.run().resolveSibling("pretence").toString()),
                        "disk", "address"));
    }

    private static Resource ocf(String name, String agent, Map<String, String> with, String... needs) {
        return new Resource(Scenes.id(name), "ocf:heartbeat:" + agent, new TreeMap<>(with),
                new TreeSet<>(List.of(needs).stream().map(Scenes::id).toList()), Duration.ofSeconds(20),
                Duration.ofSeconds(20), Duration.ofMillis(500));
    }

    @AfterEach
    void nothing_is_left() {
        node.close();
        assertThat(addressIsUp()).as("address").isFalse();
        assertThat(isMounted()).as("mount").isFalse();
    }

    private Path mountPoint() {
        return node.machine().run().resolveSibling("mnt");
    }

    private boolean addressIsUp() {
        return LinuxMachine.output("ip", "-o", "addr", "show", "dev", "lo").contains(" " + address + "/");
    }

    private boolean isMounted() {
        return LinuxMachine.output("cat", "/proc/self/mounts").contains(" " + mountPoint() + " tmpfs ");
    }

    /// Returns what tells one pretence from the next; nothing while there is none.
    private Object pretence() {
        try {
            return Files.getAttribute(node.machine().run().resolveSibling("pretence"), "unix:ctime");
        } catch (IOException absent) {
            return "";
        }
    }

    private void online() {
        node.start();
        node.place();
        node.until("online", node::online);
        assertThat(addressIsUp()).isTrue();
        assertThat(isMounted()).isTrue();
        assertThat(pretence()).isNotEqualTo("");
    }

    @Test
    void a_group_of_agents_comes_online_and_goes_away_without_a_trace() {
        online();
        node.release();
        assertThat(addressIsUp()).isFalse();
        assertThat(isMounted()).isFalse();
        assertThat(pretence()).isEqualTo("");
    }

    @Test
    void what_somebody_takes_away_is_started_again_with_what_needs_it() {
        online();
        Object first = pretence();
        LinuxMachine.output("ip", "addr", "del", address + "/32", "dev", "lo");
        node.until("started again", () -> addressIsUp() && node.online() && !pretence().equals("")
                && !pretence().equals(first));
    }

    @Test
    void the_next_daemon_takes_over_what_runs() {
        online();
        Object first = pretence();
        long life = node.beat().incarnation();
        node.crash();
        node.start();
        node.until("taken over", () -> node.beat().incarnation() == life + 1 && node.online());
        assertThat(pretence()).isEqualTo(first);
    }

    @Test
    void when_the_lease_ends_without_a_daemon_the_guard_takes_down_address_and_mount() {
        online();
        node.crash();
        node.machine().until("the guard has released everything", () -> !addressIsUp() && !isMounted());
    }

    @Test
    void what_runs_unclaimed_is_stopped_before_the_node_joins() {
        LinuxMachine.output("ip", "addr", "add", address + "/32", "dev", "lo");
        LinuxMachine.output("mount", "-t", "tmpfs", "tmpfs", mountPoint().toString());
        node.start();
        node.until("joined", () -> node.beat().incarnation() == 1);
        assertThat(addressIsUp()).isFalse();
        assertThat(isMounted()).isFalse();
    }
}
