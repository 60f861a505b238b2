package dev.baton.agent.linux;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.host.Host;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.host.MachineUnderTest;
import dev.baton.core.model.Command;
import dev.baton.core.model.WatchdogDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// This machine, as far as one temporary directory of it goes.
final class LinuxMachine implements MachineUnderTest {

    /// How long anything may take on a busy machine before it counts as never.
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final BootClock CLOCK = new BootClock();

    private final Path top;
    private final Holding holding;
    private Optional<WatchdogDevice> watchdog = Optional.empty();
    private final List<Host> hosts = new ArrayList<>();

    LinuxMachine(Holding.Way way) {
        try {
            top = Files.createTempDirectory("baton-host");
            Files.createDirectory(top.resolve("work"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Holding best = Holding.detect(top.getFileName().toString());
        holding = new Holding(way, best.cgroups());
    }

    /// The ways of holding that work here.
    static List<Holding.Way> ways() {
        Holding.Way best = Holding.detect("baton-host-trial").way();
        return Stream.of(Holding.Way.values()).filter(way -> way.compareTo(best) >= 0).toList();
    }

    /// From the next life on this device resets the machine.
    void watchdog(WatchdogDevice device) {
        watchdog = Optional.of(device);
    }

    Path run() {
        return top.resolve("run");
    }

    Path state() {
        return top.resolve("state");
    }

    /// With a linger, so that the guard of a test that failed half-way ends after the test's process.
    LinuxHostSettings settings() {
        return new LinuxHostSettings(run(), state(), MARGIN, holding,
                new TreeMap<>(Map.of("DIR", top.resolve("work").toString())), new Command("echo >>$DIR/restarted"),
                Optional.of(Duration.ofSeconds(1)), watchdog);
    }

    @Override
    public LinuxHost start(Consumer<HostEvent> events) {
        try {
            LinuxHost host = LinuxHost.start(settings(), CLOCK, events);
            hosts.add(host);
            return host;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Instant bootTime() {
        return CLOCK.now();
    }

    /// Each process notes its own number, seen from outside, before it does anything else.
    @Override
    public Command command(Program program) {
        String note = "note() { read -r pid _ </proc/self/stat; : >$DIR/$pid; }; export -f note; note; ";
        String idle = "exec sleep 1000";
        return new Command(note + switch (program) {
            case IDLES -> "echo ready; " + idle;
            case ENDS_WITH_3 -> "echo hello; exit 3";
            case TALKS -> "for ((i = 0; i < 20000; i++)); do echo $i 12345; done; echo last";
            case HAS_CHILDREN -> "bash -c 'note; " + idle + "' & setsid bash -c 'note; " + idle + "' & wait";
            case STUBBORN -> "trap '' TERM; " + idle;
            case LINGERS -> "exec sleep 1";
            case LEAVES -> "bash -c 'note; " + idle + "' >/dev/null 2>&1 & echo up; exit 0";
        });
    }

    @Override
    public int alive() {
        try (Stream<Path> noted = Files.list(top.resolve("work"))) {
            int programs = (int) noted.map(path -> path.getFileName().toString()).filter(name -> name.matches("\\d+"))
                    .flatMap(pid -> ProcessStamp.of(Long.parseLong(pid)).stream()).filter(ProcessStamp::lives).count();
            return programs > 0 ? programs : (int) entries().stream().filter(Entry::lives).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void crash(Host host) {
        host.close();
    }

    @Override
    public void reboot() {
        try {
            Files.writeString(run().resolve("boot-id"), UUID.randomUUID() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void until(String what, BooleanSupplier condition) {
        await(what).pollInterval(5, MILLISECONDS).atMost(PATIENCE).until(condition::getAsBoolean);
    }

    private List<Entry> entries() throws IOException {
        if (!Files.exists(run().resolve("held"))) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(run().resolve("held"), 2)) {
            return all.map(Entry::new).toList();
        } catch (UncheckedIOException e) {
            // one vanished under our eyes
            return entries();
        }
    }

    Optional<ProcessStamp> guard() {
        return Entry.read(run().resolve("guard.pid")).stream().findFirst().flatMap(ProcessStamp::parse)
                .filter(ProcessStamp::lives);
    }

    @Override
    public void close() {
        hosts.forEach(Host::close);
        try {
            Files.createDirectories(run());
            Files.deleteIfExists(run().resolve("deadline"));
            Files.writeString(run().resolve("guard.stop"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        until("nothing is left", () -> alive() == 0 && guard().isEmpty());
        Entry.removeTree(top);
    }

    /// Runs a command of this machine to its end, and returns what it printed.
    static String output(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
