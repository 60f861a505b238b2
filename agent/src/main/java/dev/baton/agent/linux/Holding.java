package dev.baton.agent.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How this machine keeps together what is started: the best of three ways that works here for this user.
///
/// @param way     which
/// @param cgroups where this node's cgroups are made; meaningless for the other ways
public record Holding(Way way, Path cgroups) {

    /// From the strongest down.
    public enum Way {
        /// A cgroup (v2) per entry: nothing leaves it.
        CGROUP("cgroup"),
        /// A process namespace per entry: nothing leaves it either.
        PID_NAMESPACE("pid namespace"),
        /// A session per entry: a process that begins a session of its own escapes.
        SESSION("weak guard");

        private final String word;

        Way(String word) {
            this.word = word;
        }

        /// Returns the words that `status` prints.
        public String word() {
            return word;
        }
    }

    /// Finds out by trying; takes some 10 ms.
    ///
    /// @param name of this node's cgroups below the cgroup root, unique on the machine
    public static Holding detect(String name) {
        return Cgroups.writable(name).map(path -> new Holding(Way.CGROUP, path)).orElseGet(() -> new Holding(
                namespacesWork() ? Way.PID_NAMESPACE : Way.SESSION, Path.of("/nowhere")));
    }

    /// Returns what `launch.sh` is to be told for a held entry, such as `g/1-database`.
    String forHeld(String entry) {
        return switch (way) {
            case CGROUP -> "cgroup=" + cgroups.resolve(entry);
            case PID_NAMESPACE -> "pidns";
            case SESSION -> "pgroup";
        };
    }

    /// Returns the same for a command that holds nothing. In a user namespace it could not become another user.
    String forFree(String entry) {
        return way == Way.CGROUP ? "cgroup=" + cgroups.resolve(entry) : "pgroup";
    }

    private static boolean namespacesWork() {
        List<String> command = "root".equals(System.getProperty("user.name"))
                ? List.of("unshare", "--pid", "--fork", "--kill-child=KILL", "true")
                : List.of("unshare", "--user", "--map-current-user", "--pid", "--fork", "--kill-child=KILL", "true");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
