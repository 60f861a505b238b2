package dev.baton.server.shell;

import dev.baton.core.model.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Runs a command line with `/bin/sh`, for so long at most. What it prints goes to the daemon's standard error, so that
/// a service manager keeps it.
public final class Shell {

    /// Of the daemon's environment a command sees these only: the rest may hold what is nobody's business.
    private static final List<String> KEPT = List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ");

    private Shell() {}

    /// Returns the exit status; empty if it did not end in time and was killed, with what it has started. It waits.
    ///
    /// @param environment that it sees beside the little that it inherits
    /// @param begun       told as soon as it runs, in this thread
    /// @throws IOException if it cannot be started
    public static OptionalInt run(Command command, Map<String, String> environment, Consumer<Process> begun,
            Duration within) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command.line())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().retainAll(KEPT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            begun.accept(process);
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS) ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        } finally {
            kill(process);
        }
    }

    private static void kill(Process process) {
        if (process.isAlive()) {
            Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList()
                    .forEach(ProcessHandle::destroyForcibly);
        }
    }
}
