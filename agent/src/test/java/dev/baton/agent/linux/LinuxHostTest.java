package dev.baton.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.host.Host;
import dev.baton.agent.host.HostCall;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.host.HostToken;
import dev.baton.agent.host.MachineUnderTest;
import dev.baton.agent.host.MachineUnderTest.Program;
import dev.baton.core.model.Command;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.WatchdogDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What holds of this machine beyond the contract that a simulated one keeps as well.
@Execution(ExecutionMode.CONCURRENT)
class LinuxHostTest {

    private static final HeldKey KEY = new HeldKey(new GroupId("evs1"), 2, new ResourceId("address"));
    private static final Duration LONG = Duration.ofMinutes(10);

    private final LinuxMachine machine = new LinuxMachine(LinuxMachine.ways().getFirst());
    private final List<HostEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void scrapMachine() {
        machine.close();
    }

    @Test
    void a_guard_that_was_killed_or_stopped_is_replaced() throws IOException {
        begin();
        for (String accident : List.of("-KILL", "-STOP")) {
            ProcessStamp first = machine.guard().orElseThrow();
            new ProcessBuilder("kill", accident, Long.toString(first.pid())).start();
            machine.until("another guard", () -> machine.guard().filter(guard -> !guard.equals(first)).isPresent());
            assertThat(first.lives()).isFalse();
        }
    }

    @Test
    void a_guard_that_cannot_be_started_again_is_told() throws IOException {
        begin();
        ProcessStamp first = machine.guard().orElseThrow();
        Files.writeString(machine.run().resolve("bin").resolve("guard.sh"), "exit 1\n");
        new ProcessBuilder("kill", "-KILL", Long.toString(first.pid())).start();
        await(HostEvent.GuardLost.class);
    }

    @Test
    void whether_the_guard_has_armed_the_watchdog_is_told_and_every_change_of_that() throws IOException {
        try (StandInWatchdog dog = new StandInWatchdog(60_000)) {
            WatchdogDevice device = new WatchdogDevice(dog.device().toString(), Duration.ofSeconds(60));
            machine.watchdog(device);
            LinuxHost host = begin();
            machine.until("armed", () -> armed().equals(List.of(Optional.of(device))));
            host.dismissGuard();
            machine.until("disarmed", () -> armed().equals(List.of(Optional.of(device), Optional.empty())));
            dog.awaits("disarmed", 1);
        }
    }

    private List<Optional<WatchdogDevice>> armed() {
        return events.stream().filter(HostEvent.WatchdogArmed.class::isInstance)
                .map(event -> ((HostEvent.WatchdogArmed) event).device()).toList();
    }

    @Test
    void with_a_watchdog_that_is_not_there_nothing_is_begun() {
        machine.watchdog(new WatchdogDevice("/dev/baton-has-no-dog", Duration.ofSeconds(5)));
        assertThatThrownBy(this::begin).hasMessageContaining("there is no /dev/baton-has-no-dog");
        assertThat(machine.guard()).isEmpty();
    }

    @Test
    void the_next_life_keeps_the_guard_it_finds() {
        begin().close();
        ProcessStamp guard = machine.guard().orElseThrow();
        begin();
        assertThat(machine.guard()).contains(guard);
    }

    @Test
    void a_dismissed_guard_ends_and_the_next_life_has_another() throws IOException {
        LinuxHost host = begin();
        host.perform(new HostCall.SetDeadline(machine.bootTime().plus(LONG)));
        ProcessStamp guard = machine.guard().orElseThrow();
        host.dismissGuard();
        machine.until("the guard has ended", () -> !guard.lives());
        host.close();
        begin();
        assertThat(machine.guard()).isPresent();
    }

    @Test
    void clear_runs_the_release_and_says_when_it_fails() throws IOException {
        Host host = begin();
        Path entry = Files.createDirectories(machine.run().resolve("held").resolve(KEY.toString()));
        Files.writeString(entry.resolve("release"), "echo the address is busy; exit 2\n");
        assertThat(clear(host, "1").left()).hasValue("its release ended with 2: the address is busy");
        assertThat(entry).exists();
        Files.writeString(entry.resolve("release"), "touch $DIR/released\n");
        assertThat(clear(host, "2").left()).isEmpty();
        assertThat(entry).doesNotExist();
        assertThat(machine.run().getParent().resolve("work").resolve("released")).exists();
    }

    @Test
    void a_process_whose_output_has_no_place_is_not_started_and_the_reason_says_more_than_the_name_of_a_file()
            throws IOException {
        Host host = begin();
        Path log = machine.state().resolve("log").resolve(KEY.group().value());
        Files.createDirectories(log.getParent());
        Files.createFile(log);
        host.perform(new HostCall.SetDeadline(machine.bootTime().plus(LONG)));
        host.perform(new HostCall.Launch(new HostToken("start"), KEY, new Command("exec sleep 100"), new TreeMap<>()));
        assertThat(await(HostEvent.LaunchFailed.class).reason())
                .isEqualTo("it cannot be started: " + log + ": file already exists");
    }

    /// The release notes that it ran, with the environment of the start.
    private void start(Host host) {
        host.perform(new HostCall.SetDeadline(machine.bootTime().plus(LONG)));
        host.perform(new HostCall.Start(new HostToken("start"), KEY, new Command("echo up"),
                new TreeMap<>(Map.of("WHAT", "it's \"quoted\"")), LONG, new Command("echo \"$WHAT\" >>$DIR/undone")));
        assertThat(await(HostEvent.RunEnded.class).succeeded()).isTrue();
    }

    private List<String> undone() {
        return Entry.read(machine.run().resolveSibling("work").resolve("undone"));
    }

    @Test
    void what_no_process_stands_for_is_released_when_it_is_cleared() {
        Host host = begin();
        start(host);
        assertThat(clear(host, "clear").left()).isEmpty();
        assertThat(undone()).containsExactly("it's \"quoted\"");
        assertThat(machine.run().resolve("held").resolve(KEY.toString())).doesNotExist();
    }

    @Test
    void what_was_released_otherwise_is_not_released_again() {
        Host host = begin();
        start(host);
        host.perform(new HostCall.Released(KEY));
        assertThat(clear(host, "clear").left()).isEmpty();
        assertThat(undone()).isEmpty();
    }

    @Test
    void the_guard_releases_what_no_process_stands_for_before_the_deadline() {
        Host host = begin();
        start(host);
        var deadline = machine.bootTime().plus(MachineUnderTest.MARGIN.multipliedBy(2));
        host.perform(new HostCall.SetDeadline(deadline));
        host.close();
        machine.until("it is released", () -> undone().size() == 1);
        assertThat(machine.bootTime()).isBefore(deadline);
    }

    @Test
    void the_next_life_finds_what_is_still_to_be_released() {
        Host host = begin();
        start(host);
        host.close();
        begin();
        assertThat(await(HostEvent.Began.class).held()).isEqualTo(Map.of(KEY, true));
    }

    @Test
    void a_node_that_was_rebooted_on_a_machine_that_was_not_is_released_before_it_begins() {
        Host host = begin();
        start(host);
        host.close();
        machine.reboot();
        begin();
        assertThat(await(HostEvent.Began.class).held()).isEmpty();
        // Without a deadline the guard releases it too: a release is right as often as it is run.
        assertThat(undone()).isNotEmpty();
    }

    @Test
    void a_machine_that_was_really_rebooted_forgets_numbers_that_belong_to_others_now() throws IOException {
        begin().close();
        Process bystander = new ProcessBuilder("sleep", "1000").start();
        Path entry = Files.createDirectories(machine.run().resolve("held").resolve(KEY.toString()));
        Files.writeString(entry.resolve("pidns"), ProcessStamp.of(bystander.pid()).orElseThrow() + "\n");
        Files.writeString(machine.run().resolve("deadline"), "999999999999\n");
        Files.writeString(machine.run().resolve("boot"), "another-boot another-boot\n");
        begin();
        HostEvent.Began began = await(HostEvent.Began.class);
        assertThat(began.held()).isEmpty();
        assertThat(began.deadline()).isEmpty();
        assertThat(bystander.isAlive()).isTrue();
        bystander.destroyForcibly();
    }

    @Test
    void a_restart_of_the_machine_runs_its_command() {
        Path restarted = machine.run().getParent().resolve("work").resolve("restarted");
        begin().perform(new HostCall.RestartMachine());
        machine.until("it was run", () -> Files.exists(restarted));
    }

    @Test
    void a_service_that_an_install_started_outlives_it() {
        Host host = begin();
        String note = machine.command(Program.IDLES).line();
        host.perform(new HostCall.Run(new HostToken("install"), new Command("(" + note + ") & exit 0"),
                new TreeMap<>(), LONG, Optional.empty()));
        assertThat(await(HostEvent.RunEnded.class).succeeded()).isTrue();
        machine.until("the service runs", () -> machine.alive() == 1);
        host.perform(new HostCall.Run(new HostToken("kill"), new Command("kill $(ls $DIR)"), new TreeMap<>(), LONG,
                Optional.empty()));
        machine.until("the service has ended", () -> machine.alive() == 0);
    }

    @Test
    void a_line_torn_by_a_crash_is_left_out_and_the_next_one_is_whole() throws IOException {
        Path file = journal("one", "two");
        Files.writeString(file, "deadbeef thr", StandardOpenOption.APPEND);
        try (LocalJournal journal = LocalJournal.open(file)) {
            assertThat(journal.lines()).containsExactly("one", "two");
            journal.append(List.of("three", "four"));
        }
        try (LocalJournal journal = LocalJournal.open(file)) {
            assertThat(journal.lines()).containsExactly("one", "two", "three", "four");
        }
    }

    @Test
    void a_journal_cut_anywhere_gives_back_its_whole_lines() throws IOException {
        byte[] whole = Files.readAllBytes(journal("one", "", "three"));
        for (int length = 0; length < whole.length; length++) {
            Path file = machine.run().resolveSibling("cut");
            Files.write(file, Arrays.copyOf(whole, length));
            try (LocalJournal journal = LocalJournal.open(file)) {
                int ends = (int) new String(whole, 0, length).chars().filter(one -> one == '\n').count();
                assertThat(journal.lines()).isEqualTo(List.of("one", "", "three").subList(0, ends));
            }
        }
    }

    @Test
    void a_journal_damaged_before_its_end_is_refused_with_file_and_line() throws IOException {
        Path file = journal("one", "two", "three");
        Files.writeString(file, Files.readString(file).replace("two", "2wo"));
        assertThatThrownBy(() -> LocalJournal.open(file)).isInstanceOf(IOException.class)
                .hasMessageContaining(file + ", line 2: damaged");
    }

    @Test
    void the_clock_is_the_guards_never_ahead_and_hardly_behind() throws IOException {
        BootClock clock = new BootClock();
        for (int i = 0; i < 1000; i++) {
            long before = clock.now().toEpochMilli();
            long guards = GuardedNode.now();
            long after = clock.now().toEpochMilli();
            assertThat(before).as("not ahead of the end of the guard's 10 ms").isLessThan(guards + 10);
            assertThat(after).as("not behind").isGreaterThanOrEqualTo(guards - 1);
        }
    }

    @Test
    void a_zombie_is_dead() throws IOException {
        Process parent = new ProcessBuilder("bash", "-c", "sleep 0.1 & echo $!; exec sleep 1000").start();
        ProcessStamp child = ProcessStamp.of(Long.parseLong(parent.inputReader().readLine())).orElseThrow();
        machine.until("the child has ended", () -> !child.lives());
        assertThat(ProcessStamp.of(child.pid())).as("unreaped").contains(child);
        parent.destroyForcibly();
    }

    private LinuxHost begin() {
        events.clear();
        LinuxHost host = machine.start(events::add);
        await(HostEvent.Began.class);
        return host;
    }

    private <E extends HostEvent> E await(Class<E> type) {
        machine.until(type.getSimpleName(), () -> events.stream().anyMatch(type::isInstance));
        return events.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
    }

    private HostEvent.Cleared clear(Host host, String name) {
        events.clear();
        host.perform(new HostCall.Clear(new HostToken(name), KEY));
        return await(HostEvent.Cleared.class);
    }

    private Path journal(String... lines) throws IOException {
        Path file = machine.run().resolveSibling("journal");
        try (LocalJournal journal = LocalJournal.open(file)) {
            journal.append(List.of(lines));
        }
        return file;
    }
}
