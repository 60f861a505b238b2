package dev.baton.agent.linux;

import dev.baton.agent.host.HostEvent;
import dev.baton.core.model.Command;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What the parts of the adapter share: the run directory, the one thread that starts every process and owns the parts'
/// state, and the way out for events.
///
/// One platform thread for the adapter's whole life, because the kernel ties some rights of a child to the thread that
/// started it, not to the process.
final class Machine implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LinuxHost.class.getName());

    /// How often the outputs of commands that go on are looked at.
    static final Duration OUTPUT_WATCH = Duration.ofSeconds(10);

    final LinuxHostSettings settings;
    final RunDirectory run;

    private final Consumer<HostEvent> events;
    private final ScheduledThreadPoolExecutor thread;
    private volatile boolean closed;

    Machine(LinuxHostSettings settings, RunDirectory run, Consumer<HostEvent> events) {
        this.settings = settings;
        this.run = run;
        this.events = events;
        thread = new ScheduledThreadPoolExecutor(1, task -> Thread.ofPlatform().daemon().name("baton-machine")
                .unstarted(task));
        thread.setRemoveOnCancelPolicy(true);
        thread.prestartCoreThread();
    }

    /// Hands an event to the daemon's loop.
    void tell(HostEvent event) {
        if (!closed) {
            events.accept(event);
        }
    }

    /// Runs `task` on the machine's thread, soon.
    void soon(Runnable task) {
        later(Duration.ZERO, task);
    }

    /// Runs `task` on the machine's thread after `delay`; no effect once closed.
    Alarm later(Duration delay, Runnable task) {
        try {
            var scheduled = thread.schedule(() -> careful(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    /// Something scheduled.
    interface Alarm {
        void cancel();
    }

    /// Runs `task` on the machine's thread again and again.
    void every(Duration period, Runnable task) {
        long nanos = period.toNanos();
        var _ = thread.scheduleWithFixedDelay(() -> careful(task), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /// Starts `launch.sh` for `command`; to be called on the machine's thread.
    ///
    /// @param how    `process` or `free`, as `launch.sh` describes them
    /// @param output where both output streams go
    /// @throws IOException if nothing was started
    Process launch(Entry entry, String how, String holding, Command command, SortedMap<String, String> environment,
            ProcessBuilder.Redirect output) throws IOException {
        Files.createDirectories(entry.path());
        return start(List.of("bash", "-p", run.script("launch.sh"), run.path().toString(),
                run.path().relativize(entry.path()).toString(), how, holding, "bash", "-c", command.line()),
                environment, output);
    }

    /// Starts a command as it is.
    ///
    /// @throws IOException if nothing was started
    Process start(List<String> command, SortedMap<String, String> environment, ProcessBuilder.Redirect output)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).directory(settings.state().toFile())
                .redirectInput(Path.of("/dev/null").toFile()).redirectErrorStream(true).redirectOutput(output);
        builder.environment().keySet().removeAll(List.of("BASH_ENV", "ENV"));
        builder.environment().putAll(settings.environment());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /// Runs `task` on the machine's thread when `process`, a child of this daemon, has ended.
    void whenEnded(Process process, Runnable task) {
        var _ = process.onExit().whenComplete((_, _) -> soon(task));
    }

    /// Keeps an output that goes on from filling the disk.
    void bound(Output output) {
        try {
            output.bound();
        } catch (IOException e) {
            warn("an output cannot be shortened: " + why(e));
        }
    }

    void warn(String text) {
        LOG.log(Level.WARNING, text);
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
    }

    private static void careful(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a fault in the machine's adapter", e);
        }
    }

    /// Returns what went wrong, in words: what the library says of a file is often only its name.
    static String why(IOException e) {
        return e instanceof FileSystemException file && file.getReason() == null
                ? file.getFile() + ": " + e.getClass().getSimpleName().replace("Exception", "")
                        .replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT)
                : String.valueOf(e.getMessage());
    }
}
