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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What `launch.sh` and `guard.sh` promise together, for each way of holding a workload, as each user that has it.
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass(name = "{0} {1}")
@MethodSource("holdings")
class LaunchTest {

    /// A parent, a child, a child in a session of its own, and one whose parent is gone.
    private static final String FAMILY = GuardedNode.NOTE + "export -f note; idle='exec sleep 1000'; note parent;"
            + " bash -c \"note child; $idle\" & setsid bash -c \"note session; $idle\" &"
            + " (setsid bash -c \"note orphan; $idle\" &); ";

    @Parameter(0)
    User user;

    @Parameter(1)
    String holding;

    private GuardedNode node;

    static Stream<Arguments> holdings() {
        Optional<Path> cgroups = Cgroups.writable("baton");
        Stream<User> users = GuardedNode.amRoot() ? Stream.of(User.values()) : Stream.of(User.ME);
        return Stream.concat(
                cgroups.stream().map(top -> Arguments.of(User.ME, "cgroup=" + top.resolve("%s/g/1-a"))),
                users.flatMap(who -> Stream.of(Arguments.of(who, "pidns"), Arguments.of(who, "pgroup"))));
    }

    @BeforeEach
    void makeNode() {
        node = new GuardedNode(user);
        holding = holding.replace("%s", node.path("").getParent().getFileName().toString());
    }

    @AfterEach
    void leaveNothing() {
        node.close();
    }

    @Test
    void the_whole_family_dies_between_the_margin_and_the_deadline() {
        node.renew(60_000);
        node.startGuard();
        Process process = node.launch("g/1-a", "process", holding, FAMILY + "wait");
        List<ProcessStamp> family = family();
        long deadline = node.renew(2 * MARGIN);
        await().until(() -> family.stream().noneMatch(ProcessStamp::lives));
        assertThat(node.logged("killed held/g/1-a")).as("killed").isBetween(deadline - MARGIN - 10, deadline);
        end(process);
        assertThat(node.path("stuck/g")).doesNotExist();
        nothingIsLeftOfTheCgroup();
    }

    @Test
    void a_renewed_deadline_keeps_the_workload() {
        node.renew(60_000);
        node.startGuard();
        node.launch("g/1-a", "process", holding, FAMILY + "wait");
        List<ProcessStamp> family = family();
        long first = node.renew(MARGIN + 500);
        await().until(() -> node.renew(MARGIN + 500) > 0 && now() > first + PERIOD);
        assertThat(family).allMatch(ProcessStamp::lives);
        assertThat(node.read("guard.log")).doesNotContain("killed");
    }

    @Test
    void a_later_deadline_arms_the_guard_again() {
        node.renew(60_000);
        node.startGuard();
        node.launch("g/1-a", "process", holding, FAMILY + "wait");
        List<ProcessStamp> first = family();
        node.write("deadline", "1");
        await().until(() -> first.stream().noneMatch(ProcessStamp::lives));
        await().until(() -> !new Entry(node.path("held/g/1-a")).lives());
        node.renew(60_000);
        node.logged("a later deadline");
        node.launch("g/1-a", "process", holding, GuardedNode.NOTE + "note again; exec sleep 1000");
        ProcessStamp again = node.noted("again");
        assertThat(again.lives()).isTrue();
        node.write("deadline", "1");
        await().until(() -> !again.lives());
    }

    @Test
    void a_frozen_guard_kills_at_its_first_look_after_the_deadline() {
        ProcessStamp guard = node.startGuard();
        node.renew(60_000);
        node.launch("g/1-a", "process", holding, FAMILY + "wait");
        List<ProcessStamp> family = family();
        long deadline = node.renew(MARGIN + PERIOD);
        node.signal(guard, "STOP");
        await().until(() -> now() > deadline + PERIOD);
        assertThat(family).allMatch(ProcessStamp::lives);
        long thawed = now();
        node.signal(guard, "CONT");
        await().until(() -> family.stream().noneMatch(ProcessStamp::lives));
        long killed = node.logged("killed held/g/1-a") - thawed;
        System.out.printf("guard thawed after its deadline killed after %d ms (%s)%n", killed, holding);
        // one period where the guard is scheduled at once; a timer of its own would wait for a whole lease
        assertThat(killed).as("ms after the thaw").isLessThan(MARGIN);
    }

    @Test
    void neither_the_death_nor_the_freeze_of_the_parent_keeps_the_workload_alive() {
        for (String accident : List.of("KILL", "STOP")) {
            node.renew(60_000);
            ProcessStamp guard = node.readGuard().filter(ProcessStamp::lives).orElseGet(node::startGuard);
            Process parent = node.start("bash", "-c", "bash -p " + node.script("launch.sh") + " " + node.path("")
                    + " held/g/1-a process " + holding + " bash -c '" + FAMILY.replace("'", "'\\''") + " wait' & wait");
            List<ProcessStamp> family = family();
            node.signal(ProcessStamp.of(parent.pid()).orElseThrow(), accident);
            assertThat(family).allMatch(ProcessStamp::lives);
            node.write("deadline", "1");
            await().until(() -> family.stream().noneMatch(ProcessStamp::lives));
            assertThat(guard.lives()).isTrue();
            parent.destroyForcibly();
            await().until(() -> !new Entry(node.path("held/g/1-a")).lives());
        }
    }

    @Test
    void while_the_deadline_is_past_whatever_appears_is_killed() {
        node.renew(60_000);
        node.startGuard();
        node.launch("g/1-a", "process", holding, GuardedNode.NOTE + "note a; exec sleep 1000");
        ProcessStamp first = node.noted("a");
        node.write("deadline", "1");
        await().until(() -> !first.lives());
        // a launcher that was frozen after it had written its record, and never looks at the deadline
        assertThat(end(appear())).as("killed").isEqualTo(137);
    }

    @Test
    void a_start_is_refused_without_a_guard_a_deadline_or_time() {
        refused("there is no guard");
        ProcessStamp guard = node.startGuard();
        // the guard may kill the launcher before it has looked
        refused("the lease has|^$");
        node.renew(MARGIN);
        refused("the guard takes " + MARGIN + "|^$");
        node.renew(60_000);
        node.write("guard.stop", "");
        refused("guard");
        await().until(() -> !guard.lives());
        assertThat(node.path("guard.stop").toFile().delete()).isTrue();
        ProcessStamp second = node.startGuard();
        node.signal(second, "STOP");
        await().until(second::isStopped);
        refused("the guard is stopped");
    }

    @Test
    void a_start_whose_record_cannot_be_written_is_refused() throws IOException {
        node.renew(60_000);
        node.startGuard();
        for (String record : List.of(holding.replaceAll("=.*", ""), "main")) {
            // Stands for a full disk.
            Path inTheWay = Files.createDirectories(node.path("held/g/1-a").resolve(record));
            Files.setPosixFilePermissions(node.path("held/g/1-a"), PosixFilePermissions.fromString("rwxrwxrwx"));
            refused(record + " cannot be written");
            Files.delete(inTheWay);
        }
    }

    @Test
    void nothing_is_started_beside_a_living_earlier_start() {
        node.renew(60_000);
        node.startGuard();
        node.launch("g/1-a", "process", holding, FAMILY + "wait");
        List<ProcessStamp> family = family();
        refused("something of it is still alive");
        node.write("deadline", "1");
        await().until(() -> family.stream().noneMatch(ProcessStamp::lives));
    }

    @Test
    void the_record_names_the_command_itself() {
        node.renew(60_000);
        node.startGuard();
        Process process = node.launch("g/1-a", "process", holding, GuardedNode.NOTE + "note a; exec sleep 1000");
        ProcessStamp noted = node.noted("a");
        assertThat(ProcessStamp.parse(node.read("held/g/1-a/main"))).contains(noted);
        node.signal(noted, "TERM");
        assertThat(end(process)).isEqualTo(143);
    }

    @Test
    void what_a_start_command_leaves_behind_is_held_and_its_exit_code_returned() {
        node.renew(60_000);
        node.startGuard();
        Process process = node.launch("g/1-a", "start", holding, GuardedNode.NOTE + "export -f note;"
                + " bash -c 'note daemon; exec sleep 1000' & until [[ -e $DIR/daemon ]]; do :; done; exit 3");
        assertThat(end(process)).isEqualTo(3);
        ProcessStamp daemon = node.noted("daemon");
        assertThat(daemon.lives()).isTrue();
        node.write("deadline", "1");
        await().until(() -> !daemon.lives());
    }

    @Test
    void a_start_command_that_leaves_nothing_leaves_nothing() {
        node.renew(60_000);
        node.startGuard();
        assertThat(end(node.launch("g/1-a", "start", holding, "exit 0"))).isZero();
        ProcessStamp guard = node.guard();
        node.write("guard.stop", "");
        await().until(() -> !guard.lives());
        nothingIsLeftOfTheCgroup();
    }

    @Test
    void arguments_directory_and_environment_reach_the_command() throws IOException {
        node.renew(60_000);
        node.startGuard();
        Process process = node.launch("g/1-a", "process", holding, "bash", "-c",
                "printf '%s|' \"$@\" \"$PWD\" \"$DIR\" >$DIR/seen", "name", "a b", "", "$HOME *", "-x");
        assertThat(end(process)).as(node.output()).isZero();
        assertThat(Files.readString(node.work().resolve("seen")))
                .isEqualTo("a b||$HOME *|-x|" + node.work().getParent() + "|" + node.work() + "|");
    }

    private void refused(String reason) {
        assertThat(end(node.launch("g/1-a", "process", holding, "touch $DIR/started"))).isIn(125, 137);
        assertThat(node.read("held/g/1-a/refused")).containsPattern(reason);
        assertThat(node.work().resolve("started")).doesNotExist();
    }

    /// The processes that the holding can keep together; the weak one cannot hold who left both session and parents.
    private List<ProcessStamp> family() {
        ProcessStamp session = node.noted("session");
        ProcessStamp orphan = node.noted("orphan");
        List<ProcessStamp> near = List.of(node.noted("parent"), node.noted("child"), session);
        List.of("session", "orphan", "parent", "child").forEach(name -> node.work().resolve(name).toFile().delete());
        return holding.equals("pgroup") ? near : Stream.concat(near.stream(), Stream.of(orphan)).toList();
    }

    private Process appear() {
        String code = holding.startsWith("cgroup=")
                ? "until mkdir -p $1 && echo $$ >$1/cgroup.procs; do :; done; echo $1 >$2/cgroup; exec sleep 1000"
                : "read -r -d '' stat </proc/$$/stat; set -- $1 $2 ${stat##*) }; echo $$ ${22} >$2/" + holding
                        + "; exec sleep 1000";
        return node.start("setsid", "bash", "-c", code, "late", holding.replace("cgroup=", ""),
                node.path("held/g/1-a").toString());
    }

    private void nothingIsLeftOfTheCgroup() {
        if (holding.startsWith("cgroup=")) {
            await().until(() -> !Files.exists(Path.of(holding.replace("cgroup=", "")).getParent().getParent()));
        }
    }
}
