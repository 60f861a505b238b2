package dev.baton.agent.linux;

import static dev.baton.core.model.Command.quoted;

import dev.baton.core.model.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/// The directory in which `launch.sh` records what it started, and by which that is found and killed: also what an
/// earlier life of the daemon started. `lease.sh` describes the files.
///
/// @param path of the directory
record Entry(Path path) {

    /// Returns the process that the command itself runs as; empty when it was not started.
    Optional<ProcessStamp> main() {
        return lines("main").stream().findFirst().flatMap(ProcessStamp::parse);
    }

    /// Returns why the launcher did not start the command; empty when it did, or was not asked.
    Optional<String> refusal() {
        return lines("refused").stream().findFirst();
    }

    /// Returns the bash script that undoes what no killed process undoes; empty when there is none left to run.
    Optional<Path> release() {
        return Optional.of(path.resolve("release"))
                .filter(script -> Files.exists(script) && !Files.exists(path.resolve("released")));
    }

    /// Records how to undo what is about to be started.
    ///
    /// @throws IOException if it cannot be written
    void release(Command command, SortedMap<String, String> environment) throws IOException {
        StringBuilder script = new StringBuilder("#!/bin/bash\n");
        environment.forEach((name, value) -> script.append("export ").append(name).append('=').append(quoted(value))
                .append('\n'));
        script.append("exec bash -c ").append(quoted(command.line())).append('\n');
        Files.createDirectories(path);
        Files.deleteIfExists(path.resolve("released"));
        Path fresh = path.resolve(".release.new");
        Files.writeString(fresh, script);
        Files.move(fresh, path.resolve("release"), StandardCopyOption.ATOMIC_MOVE);
    }

    /// Records that nothing is left to undo.
    ///
    /// @throws IOException if it cannot be written
    void released() throws IOException {
        if (Files.exists(path)) {
            Files.writeString(path.resolve("released"), "");
        }
    }

    /// Returns whether anything of it is alive.
    boolean lives() {
        return cgroup().map(Entry::populated).orElseGet(() -> !processes().isEmpty());
    }

    /// Kills everything of it that is alive now, and adds the processes to `struck`. That they are dead shows a little
    /// later, in [#lives] and in `struck`: a descendant that left the session is not found again without its parents.
    void kill(Set<ProcessStamp> struck) {
        if (cgroup().isEmpty()) {
            for (ProcessStamp process : processes()) {
                ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
                struck.add(process);
            }
        } else if (lives()) {
            try {
                Files.writeString(cgroup().orElseThrow().resolve("cgroup.kill"), "1");
            } catch (IOException e) {
                // the cgroup vanished with its last process; if not, it is found alive again
            }
        }
    }

    /// Returns the living processes, for people.
    String living() {
        return cgroup().map(group -> String.join(" ", read(group.resolve("cgroup.procs"))))
                .orElseGet(() -> String.join(" ", processes().stream().map(it -> Long.toString(it.pid())).toList()));
    }

    /// Removes the record, and the cgroup if it is empty. Returns whether nothing of both is left.
    boolean remove() {
        return cgroup().map(Entry::sweep).orElse(true) && removeTree(path);
    }

    /// Removes a directory with all it holds. Returns whether it is gone: a process that is just dying may write into
    /// it meanwhile.
    static boolean removeTree(Path top) {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            return !Files.exists(top);
        }
        return true;
    }

    private Optional<Path> cgroup() {
        return cgroup(lines("cgroup"));
    }

    /// Returns the cgroup that the lines of a file name; empty when they name none.
    static Optional<Path> cgroup(List<String> lines) {
        return lines.stream().findFirst().filter(line -> line.startsWith("/") && line.indexOf('\0') < 0).map(Path::of);
    }

    private List<ProcessStamp> processes() {
        List<ProcessStamp> found = new ArrayList<>();
        lines("pidns").forEach(line -> ProcessStamp.parse(line).filter(ProcessStamp::lives).ifPresent(found::add));
        lines("pgroup").forEach(line -> ProcessStamp.parse(line).ifPresent(it -> found.addAll(it.session())));
        return found;
    }

    private static boolean populated(Path cgroup) {
        return read(cgroup.resolve("cgroup.events")).contains("populated 1");
    }

    /// Removes a cgroup, those that its processes made in it, and the parents that it leaves empty.
    private static boolean sweep(Path cgroup) {
        if (Files.isDirectory(cgroup)) {
            try (DirectoryStream<Path> below = Files.newDirectoryStream(cgroup, Files::isDirectory)) {
                below.forEach(Entry::sweep);
                Files.deleteIfExists(cgroup);
            } catch (IOException e) {
                return !Files.isDirectory(cgroup);
            }
        }
        return true;
    }

    private List<String> lines(String name) {
        return read(path.resolve(name));
    }

    /// Returns the lines of a small file; none when it is not there or vanishes under our eyes.
    static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
