package dev.baton.agent.linux;

import static dev.baton.agent.linux.GuardedNode.MARGIN;
import static dev.baton.agent.linux.GuardedNode.PERIOD;
import static dev.baton.agent.linux.GuardedNode.end;
import static dev.baton.agent.linux.GuardedNode.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.linux.GuardedNode.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// What `guard.sh` promises, asked of the script itself, as root and as an ordinary user.
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass(name = "{0}")
@MethodSource("users")
class GuardTest {

    @Parameter
    User user;

    private GuardedNode node;

    static Stream<User> users() {
        return GuardedNode.amRoot() ? Stream.of(User.values()) : Stream.of(User.ME);
    }

    @BeforeEach
    void makeNode() {
        node = new GuardedNode(user);
    }

    @AfterEach
    void leaveNothing() {
        node.close();
    }

    @Test
    void it_survives_the_death_of_its_parent_and_signals_meant_for_others() {
        Process parent = node.start("bash", "-c", "bash -p " + node.script("guard.sh") + " " + node.path("")
                + "; sleep 1000");
        ProcessStamp guard = node.guard();
        parent.destroyForcibly();
        end(parent);
        for (String name : List.of("HUP", "INT", "TERM")) {
            node.signal(guard, name);
        }
        node.renew(MARGIN);
        node.logged("the lease ends");
        assertThat(guard.lives()).isTrue();
    }

    @Test
    void it_has_a_session_of_its_own_no_terminal_and_no_file_of_its_parent() throws IOException {
        ProcessStamp guard = node.startGuard();
        String[] fields = Files.readString(Path.of("/proc/" + guard.pid() + "/stat")).replaceAll(".*\\) ", "")
                .split(" ");
        assertThat(fields[3]).as("session").isEqualTo(Long.toString(guard.pid()));
        assertThat(fields[4]).as("terminal").isEqualTo("0");
        try (Stream<Path> open = Files.list(Path.of("/proc/" + guard.pid() + "/fd"))) {
            assertThat(open.map(GuardTest::target)).noneMatch(file -> file.endsWith("/output"));
        }
    }

    @Test
    void there_is_one_guard_and_another_takes_its_place_when_it_was_killed() {
        ProcessStamp first = node.startGuard();
        node.renew(60_000);
        assertThat(node.exec("bash", "-p", node.script("guard.sh"), node.path("").toString(), "in-own-session"))
                .isZero();
        assertThat(node.readGuard()).contains(first);
        assertThat(first.lives()).isTrue();

        node.signal(first, "KILL");
        await().until(() -> !first.lives());
        assertThat(node.startGuard()).isNotEqualTo(first);
    }

    @Test
    void a_recycled_process_number_is_not_killed() {
        Process bystander = node.start("setsid", "sleep", "1000");
        ProcessStamp stamp = ProcessStamp.of(bystander.pid()).orElseThrow();
        String record = stamp.pid() + " " + (stamp.start() - 1);
        node.write("held/g/1-a/pidns", record);
        node.write("held/g/2-b/pgroup", record);
        node.renew(60_000);
        node.startGuard();
        launchNoting("g/3-c", "c");
        node.renew(MARGIN);
        long killed = node.logged("killed held/g/3-c");
        await().until(() -> now() > killed + 2 * PERIOD);
        assertThat(stamp.lives()).isTrue();
    }

    @Test
    void releases_run_after_the_processes_died_from_the_highest_number_down() {
        node.renew(60_000);
        node.startGuard();
        ProcessStamp held = launchNoting("g/2-database", "database");
        node.write("held/g/1-disk/release", "echo 1 >>$DIR/order");
        node.write("held/g/2-database/release", "kill -0 " + held.pid() + " && echo alive >>$DIR/order;"
                + " echo 2 >>$DIR/order");
        node.write("held/g/10-address/release", "echo 10 >>$DIR/order");
        node.renew(MARGIN);
        await().until(() -> Files.exists(node.path("held/g/1-disk/released")));
        assertThat(node.work().resolve("order")).hasContent("10\n2\n1");
        assertThat(node.path("stuck/g")).doesNotExist();
    }

    @Test
    void what_is_left_at_the_deadline_is_stuck_and_what_it_rests_on_is_not_released() {
        node.renew(60_000);
        node.startGuard();
        node.write("held/g/1-disk/release", "echo disk >>$DIR/order");
        node.write("held/g/2-mount/release", "exit 32");
        node.write("held/h/1-address/release", "exit 0");
        long deadline = node.renew(MARGIN + PERIOD);
        assertThat(node.logged("STUCK g")).isBetween(deadline - 50, deadline + MARGIN);
        await().until(() -> Files.exists(node.path("stuck/g")));
        assertThat(node.read("stuck/g")).contains("not released: 1-disk/ 2-mount/");
        assertThat(node.path("held/h/1-address/released")).exists();
        assertThat(node.path("stuck/h")).doesNotExist();
        assertThat(node.work().resolve("order")).doesNotExist();
    }

    @Test
    void a_release_that_hangs_costs_one_group_only_its_own_share() {
        node.renew(60_000);
        node.startGuard();
        node.write("held/g/1-mount/release", "sleep 1000");
        node.write("held/h/1-address/release", "exit 0");
        long deadline = node.renew(MARGIN + PERIOD);
        assertThat(node.logged("released held/h/1-address")).isLessThan(deadline);
        node.logged("release of held/g/1-mount/ failed");
        node.logged("STUCK g");
    }

    @Test
    void a_release_that_failed_is_tried_again_whatever_the_guard_does_when_it_ends() {
        node.write("margin", "50000");
        node.renew(100_000);
        node.startGuard();
        List<String> groups = IntStream.range(0, 100).mapToObj(i -> "g" + i).toList();
        groups.forEach(group -> node.write("held/" + group + "/1-mount/release",
                "echo >>$DIR/" + group + "; (($(wc -l <$DIR/" + group + ") > 5))"));
        node.renew(45_000);
        await().atMost(Duration.ofMinutes(2)).until(() -> groups.stream()
                .allMatch(group -> Files.exists(node.path("held/" + group + "/1-mount/released"))));
    }

    @Test
    void without_a_deadline_nothing_lives() {
        node.renew(60_000);
        node.startGuard();
        ProcessStamp held = launchNoting("g/1-a", "a");
        assertThat(node.path("deadline").toFile().delete()).isTrue();
        await().until(() -> !held.lives());
    }

    @Test
    void a_deadline_that_is_no_number_has_passed() {
        node.renew(60_000);
        node.startGuard();
        ProcessStamp held = launchNoting("g/1-a", "a");
        node.write("deadline", "a[$(touch " + node.work() + "/ran)]");
        await().until(() -> !held.lives());
        assertThat(node.work().resolve("ran")).doesNotExist();
    }

    @Test
    void told_to_stop_it_ends_when_nothing_is_held() {
        ProcessStamp guard = node.startGuard();
        node.renew(60_000);
        ProcessStamp held = launchNoting("g/1-a", "a");
        node.write("guard.stop", "");
        long seen = now();
        await().until(() -> now() > seen + 2 * PERIOD);
        assertThat(guard.lives()).isTrue();
        node.signal(held, "KILL");
        await().until(() -> !guard.lives());
        assertThat(node.path("guard.pid")).doesNotExist();
    }

    @Test
    void with_a_linger_it_ends_after_the_deadline_and_the_daemon_and_runs_the_farewell() {
        Process daemon = node.start("sleep", "1000");
        node.write("daemon.pid", ProcessStamp.of(daemon.pid()).orElseThrow().toString());
        node.write("guard.linger", "100");
        node.write("farewell", "touch $DIR/farewell");
        node.renew(60_000);
        ProcessStamp guard = node.startGuard();
        ProcessStamp held = launchNoting("g/1-a", "a");
        long deadline = node.renew(MARGIN + PERIOD);
        await().until(() -> now() > deadline + 3 * PERIOD);
        assertThat(guard.lives()).as("while the daemon lives").isTrue();
        daemon.destroyForcibly();
        await().until(() -> Files.exists(node.work().resolve("farewell")));
        assertThat(held.lives()).isFalse();
        await().until(() -> !guard.lives());
    }

    @Test
    void it_ends_with_its_run_directory() throws IOException {
        ProcessStamp guard = node.startGuard();
        Files.move(node.path(""), node.path("").resolveSibling("elsewhere"));
        await().until(() -> !guard.lives());
    }

    @Test
    void at_rest_it_forks_nothing_and_costs_almost_nothing() throws IOException {
        node.renew(60_000);
        ProcessStamp guard = node.startGuard();
        long begun = now();
        await().until(() -> now() > begun + PERIOD);
        String[] before = rest(guard);
        long from = now();
        await().until(() -> now() > from + 10 * PERIOD);
        String[] after = rest(guard);
        double spent = (Long.parseLong(after[0]) - Long.parseLong(before[0])) / 1e6;
        System.out.printf("guard at rest: %.3f %% of a processor, %s kB resident%n", 100 * spent / (now() - from),
                after[2]);
        assertThat(after[1]).as("page faults of its children").isEqualTo(before[1]);
    }

    /// Processor time in ns, page faults of children, resident kB.
    private static String[] rest(ProcessStamp guard) throws IOException {
        Path proc = Path.of("/proc/" + guard.pid());
        return new String[] {
                Files.readString(proc.resolve("schedstat")).split(" ")[0],
                Files.readString(proc.resolve("stat")).replaceAll(".*\\) ", "").split(" ")[8],
                Files.readString(proc.resolve("status")).replaceAll("(?s).*VmRSS:\\s+(\\d+).*", "$1")};
    }

    private ProcessStamp launchNoting(String entry, String name) {
        node.launch(entry, "process", "pidns", GuardedNode.NOTE + "note " + name + "; exec sleep 1000");
        return node.noted(name);
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
