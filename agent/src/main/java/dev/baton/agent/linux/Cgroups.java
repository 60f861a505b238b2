package dev.baton.agent.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Where on this machine a cgroup (v2) can be made that holds what is started in it.
final class Cgroups {

    private Cgroups() {}

    /// Returns a directory called `name` below which cgroups may be made, entered and killed; empty when there is none.
    /// It may not exist yet. Found by doing it: rights, delegation and a read-only mount show in no other way.
    static Optional<Path> writable(String name) {
        return candidates(name).stream().filter(Cgroups::works).findFirst();
    }

    private static List<Path> candidates(String name) {
        List<Path> found = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1)) {
                int separator = line.indexOf(" - ");
                if (separator > 0 && line.startsWith("cgroup2 ", separator + 3)) {
                    String[] fields = line.split(" ");
                    Path mount = Path.of(fields[4]);
                    found.add(mount.resolve(name));
                    own().filter(path -> path.startsWith(fields[3]) && !path.equals(fields[3]))
                            .ifPresent(path -> found.add(mount.resolve(Path.of(fields[3]).relativize(Path.of(path)))
                                    .resolve(name)));
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }

    /// Returns our own cgroup, as the kernel names it; below it an ordinary user may have been given rights.
    private static Optional<String> own() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/cgroup"), StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith("0::")).map(line -> line.substring(3)).findFirst();
    }

    private static boolean works(Path top) {
        Path trial = top.resolve("trial-" + ProcessHandle.current().pid());
        try {
            Process process = new ProcessBuilder("bash", "-p", "-c",
                    "mkdir -p \"$1\" && echo $$ >\"$1/cgroup.procs\" && [[ -w $1/cgroup.kill ]] || exit 1", "trial",
                    trial.toString()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            boolean entered = process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
            // An empty directory remains for a moment if another node makes its own beside it; then it is theirs.
            new ProcessBuilder("rmdir", "-p", trial.toString()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor(5, TimeUnit.SECONDS);
            return entered;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
