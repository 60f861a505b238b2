package dev.baton.agent.linux;

import dev.baton.agent.host.HeldKey;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.WatchdogDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files that the daemon, its guard and its launchers share. Every file is written by rename.
final class RunDirectory {

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";
    private static final Pattern ENTRY = Pattern.compile("(" + NAME + ")/(0|[1-9][0-9]{0,8})-(" + NAME + ")");

    private static final Pattern ARMED = Pattern.compile("([0-9]{1,15}) (/.*)");

    private final Path path;
    private final String bootId;
    private final boolean rebooted;

    private RunDirectory(Path path, String bootId, boolean rebooted) {
        this.path = path;
        this.bootId = bootId;
        this.rebooted = rebooted;
    }

    /// Opens it, makes what is missing, and forgets what an earlier boot of the machine left.
    ///
    /// @throws IOException if it cannot be written
    static RunDirectory open(LinuxHostSettings settings) throws IOException {
        Path path = Files.createDirectories(settings.run());
        Scripts.install(path.resolve("bin"));
        String kernel = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        String boot = Entry.read(path.resolve("boot-id")).stream().findFirst().orElse(kernel);
        String before = String.join("", Entry.read(path.resolve("boot")));
        RunDirectory directory = new RunDirectory(path, boot, !before.equals(kernel + " " + boot));
        if (directory.rebooted) {
            // A deadline of another boot may lie days ahead; without one the guard lets nothing live.
            Files.deleteIfExists(path.resolve("deadline"));
            if (!before.startsWith(kernel)) {
                // Nothing that is recorded exists any more, and its process numbers are others'.
                for (String name : new String[] {"held", "runs", "stuck", "guard.pid", "watchdog.armed",
                        "watchdog.tight"}) {
                    if (!Entry.removeTree(path.resolve(name))) {
                        throw new IOException("what an earlier boot left in " + path.resolve(name)
                                + " cannot be removed");
                    }
                }
            }
        }
        directory.write("boot", kernel + " " + boot);
        directory.write("margin", Long.toString(settings.margin().toMillis()));
        if (settings.linger().isPresent()) {
            directory.write("guard.linger", Long.toString(settings.linger().get().toMillis()));
        }
        if (settings.watchdog().isPresent()) {
            WatchdogDevice dog = settings.watchdog().get();
            directory.write("watchdog", dog.timeout().toMillis() + " " + WatchdogDevice.SLACK.toMillis() + " "
                    + dog.device());
        } else {
            Files.deleteIfExists(path.resolve("watchdog"));
        }
        if (settings.holding().way() == Holding.Way.CGROUP) {
            directory.write("cgroups", settings.holding().cgroups().toString());
        }
        Optional<ProcessStamp> self = ProcessStamp.of(ProcessHandle.current().pid());
        directory.write("daemon.pid", self.map(ProcessStamp::toString).orElse(""));
        Files.deleteIfExists(path.resolve("guard.stop"));
        Files.createDirectories(path.resolve("held"));
        return directory;
    }

    Path path() {
        return path;
    }

    String bootId() {
        return bootId;
    }

    String script(String name) {
        return path.resolve("bin").resolve(name).toString();
    }

    /// Returns whether the machine, or the node that shares it with others, was booted since the last life here.
    boolean rebooted() {
        return rebooted;
    }

    void deadline(Instant deadline) throws IOException {
        write("deadline", Long.toString(deadline.toEpochMilli()));
    }

    Optional<Instant> deadline() {
        return Entry.read(path.resolve("deadline")).stream().findFirst().filter(line -> line.matches("\\d{1,15}"))
                .map(line -> Instant.ofEpochMilli(Long.parseLong(line)));
    }

    Optional<ProcessStamp> guard() {
        return Entry.read(path.resolve("guard.pid")).stream().findFirst().flatMap(ProcessStamp::parse);
    }

    /// Returns the device that the guard has armed and feeds.
    Optional<WatchdogDevice> armed() {
        Path said = path.resolve("watchdog.armed");
        return !Files.exists(said) ? Optional.empty() : Entry.read(said).stream().findFirst().map(ARMED::matcher)
                .filter(Matcher::matches).map(line -> new WatchdogDevice(line.group(2),
                        Duration.ofMillis(Long.parseLong(line.group(1)))));
    }

    /// Tells the guard to end as soon as nothing is held.
    void dismissGuard() throws IOException {
        write("guard.stop", "");
    }

    Entry held(HeldKey key) {
        return new Entry(path.resolve("held").resolve(key.toString()));
    }

    /// Returns every entry that is recorded, dead or alive.
    SortedMap<HeldKey, Entry> held() {
        SortedMap<HeldKey, Entry> found = new TreeMap<>();
        for (Path group : list(path.resolve("held"))) {
            for (Path entry : list(group)) {
                key(group.getFileName().toString(), entry.getFileName().toString())
                        .ifPresent(key -> found.put(key, new Entry(entry)));
            }
        }
        return found;
    }

    /// Returns what an entry is about by its name and that of its group's directory; empty when it is none of ours.
    static Optional<HeldKey> key(String group, String entry) {
        Matcher name = ENTRY.matcher(group + "/" + entry);
        return name.matches() ? Optional.of(new HeldKey(new GroupId(name.group(1)), Integer.parseInt(name.group(2)),
                new ResourceId(name.group(3)))) : Optional.empty();
    }

    /// Forgets an entry that nothing lives of. Returns whether nothing of it is left.
    boolean forget(HeldKey key) {
        Entry entry = held(key);
        boolean gone = entry.remove();
        Path group = entry.path().getParent();
        if (gone && group != null && list(group).isEmpty()) {
            Entry.removeTree(group);
        }
        return gone;
    }

    /// Returns where commands that hold nothing are recorded.
    Entry free(String name) {
        return new Entry(path.resolve("runs").resolve(name));
    }

    /// Forgets commands that an earlier life of the daemon began and that have ended; those that go on are let go on.
    void forgetFree() {
        for (Entry entry : free()) {
            if (!entry.lives()) {
                entry.remove();
            }
        }
    }

    /// Returns every recorded command that holds nothing, dead or alive.
    List<Entry> free() {
        return list(path.resolve("runs")).stream().map(Entry::new).toList();
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isDirectory).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private void write(String name, String content) throws IOException {
        Path fresh = path.resolve("." + name + ".new");
        Files.writeString(fresh, content + "\n");
        Files.move(fresh, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
