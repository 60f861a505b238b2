package dev.baton.agent.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where on this machine a cgroup (v2) can be made that holds what is started in it.
final class Cgroups {

    private static final Pattern ESCAPED = Pattern.compile("\\\\([0-3][0-7]{2})");

    private Cgroups() {}

    /// Returns a directory called `name` below which cgroups may be made, entered and killed; empty when there is none.
    /// It may not exist yet. Found by doing it: rights, delegation and a read-only mount show in no other way.
    static Optional<Path> writable(String name) {
        try {
            return candidates(Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1), own(),
                    name).stream().filter(Cgroups::works).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Returns where to try: below each mount of cgroup v2, and below our own cgroup in it.
    ///
    /// @param mounts the lines of `/proc/self/mountinfo` (proc_pid_mountinfo(5))
    /// @param own    our own cgroup, as the kernel names it
    static List<Path> candidates(List<String> mounts, Optional<String> own, String name) {
        List<Path> found = new ArrayList<>();
        for (String line : mounts) {
            int separator = line.indexOf(" - ");
            if (separator > 0 && line.startsWith("cgroup2 ", separator + 3)) {
                String[] fields = line.substring(0, separator).split(" ");
                absolute(fields, 4).ifPresent(mount -> {
                    found.add(mount.resolve(name));
                    absolute(fields, 3).ifPresent(root -> own.flatMap(Cgroups::absolute)
                            .filter(path -> path.startsWith(root) && !path.equals(root))
                            .ifPresent(path -> found.add(mount.resolve(root.relativize(path)).resolve(name))));
                });
            }
        }
        return found;
    }

    /// Returns a path of a line of mountinfo, where blanks stand as `\040`.
    private static Optional<Path> absolute(String[] fields, int index) {
        return index < fields.length ? absolute(ESCAPED.matcher(fields[index]).replaceAll(escaped ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(escaped.group(1), 8)))))
                : Optional.empty();
    }

    private static Optional<Path> absolute(String path) {
        return path.startsWith("/") && path.indexOf('\0') < 0 ? Optional.of(Path.of(path)) : Optional.empty();
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
