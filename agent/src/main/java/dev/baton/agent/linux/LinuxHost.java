package dev.baton.agent.linux;

import dev.baton.agent.host.Host;
import dev.baton.agent.host.HostCall;
import dev.baton.agent.host.HostEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// This machine.
///
/// Deadlines are written on the caller's thread, before `perform` returns. Everything else is begun on the adapter's
/// own thread, in the order of the calls; journal lines on another one, so that a slow disk delays nothing else.
public final class LinuxHost implements Host {

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Machine machine;
    private final GuardWatch guard;
    private final HeldProcesses held;
    private final Commands commands;
    private final Timers timers;
    private final LocalJournal journal;
    private final LinkedBlockingQueue<HostCall.Append> lines = new LinkedBlockingQueue<>();
    private final List<HostCall.Append> unwritten = new ArrayList<>();
    private final ScheduledThreadPoolExecutor scribe;

    private LinuxHost(Machine machine, BootClock clock, LocalJournal journal) {
        this.machine = machine;
        this.journal = journal;
        guard = new GuardWatch(machine);
        held = new HeldProcesses(machine);
        commands = new Commands(machine);
        timers = new Timers(machine, clock);
        scribe = new ScheduledThreadPoolExecutor(1,
                task -> Thread.ofPlatform().daemon().name("baton-journal").unstarted(task));
        scribe.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// Takes charge of the machine: prepares its directories, sees to it that a guard runs, adopts what is held, and
    /// tells `events` of it, `Began` first. `events` is called from several threads and must return at once.
    ///
    /// @throws IOException if the directories cannot be used, the local journal is damaged, or the watchdog is not what
    ///                     the settings say; names the file
    public static LinuxHost start(LinuxHostSettings settings, BootClock clock, Consumer<HostEvent> events)
            throws IOException {
        if (settings.watchdog().isPresent()) {
            Watchdogs.require(settings.watchdog().get(), Watchdogs.KERNEL);
        }
        Path state = Files.createDirectories(settings.state());
        RunDirectory run = RunDirectory.open(settings);
        LocalJournal journal = LocalJournal.open(state.resolve("agent.journal"));
        LinuxHost host = new LinuxHost(new Machine(settings, run, events), clock, journal);
        Runnable began = run.rebooted() ? () -> host.held.bury(host::began) : host::began;
        host.machine.soon(() -> host.guard.begin(began));
        return host;
    }

    @Override
    public void perform(HostCall call) {
        switch (call) {
            case HostCall.SetDeadline set -> setDeadline(set);
            case HostCall.Launch launch -> machine.soon(() -> held.launch(launch));
            case HostCall.Start start -> machine.soon(() -> held.start(start));
            case HostCall.Released(var key) -> machine.soon(() -> held.released(key));
            case HostCall.Terminate(var key) -> machine.soon(() -> held.terminate(key));
            case HostCall.Clear clear -> machine.soon(() -> held.clear(clear));
            case HostCall.Run run -> machine.soon(() -> commands.run(run));
            case HostCall.Cancel(var token) -> machine.soon(() -> commands.cancel(token));
            case HostCall.AwaitEarlier(var token) -> machine.soon(() -> commands.awaitEarlier(token));
            case HostCall.Append append -> append(append);
            case HostCall.SetTimer(var timer, var at) -> machine.soon(() -> timers.set(timer, at));
            case HostCall.CancelTimer(var timer) -> machine.soon(() -> timers.cancel(timer));
            case HostCall.RestartMachine _ -> machine.soon(this::restart);
        }
    }

    /// Tells the guard to end as soon as nothing is held: for a daemon that leaves for good, or a node without groups
    /// that is being removed. The next start on this run directory takes it back.
    ///
    /// @throws IOException if the guard cannot be told
    public void dismissGuard() throws IOException {
        guard.end();
        machine.run.dismissGuard();
    }

    @Override
    public void close() {
        machine.close();
        if (!scribe.isShutdown()) {
            scribe.execute(this::closeJournal);
            scribe.shutdown();
        }
    }

    private void append(HostCall.Append call) {
        lines.add(call);
        if (!scribe.isShutdown()) {
            scribe.execute(this::write);
        }
    }

    private void began() {
        commands.begin();
        machine.tell(new HostEvent.Began(machine.run.bootId(), machine.settings.holding().way().word(),
                machine.run.deadline(), held.adopt(), journal.lines()));
        held.watch();
    }

    private void setDeadline(HostCall.SetDeadline call) {
        try {
            machine.run.deadline(call.deadline());
        } catch (IOException e) {
            // The deadline before it stands: the guard acts too early, never too late.
            machine.warn("the guard's deadline cannot be written: " + Machine.why(e));
        }
    }

    private void restart() {
        try {
            machine.start(List.of("setsid", "--fork", "bash", "-c", machine.settings.restart().line()),
                    new TreeMap<>(), ProcessBuilder.Redirect.DISCARD);
        } catch (IOException e) {
            machine.warn("the machine cannot be restarted: " + Machine.why(e));
        }
    }

    /// Makes lines durable, on the journal's thread, as many as have come with one flush. Lines that cannot be written
    /// are tried again until they can: their writer must not go on, and must not be told that it may.
    private void write() {
        lines.drainTo(unwritten);
        if (unwritten.isEmpty()) {
            return;
        }
        try {
            journal.append(unwritten.stream().map(HostCall.Append::line).toList());
        } catch (IOException e) {
            machine.warn("the local journal cannot be written: " + Machine.why(e));
            var _ = scribe.schedule(this::write, RETRY.toNanos(), TimeUnit.NANOSECONDS);
            return;
        }
        unwritten.forEach(append -> machine.tell(new HostEvent.Appended(append.token())));
        unwritten.clear();
    }

    private void closeJournal() {
        try {
            journal.close();
        } catch (IOException e) {
            machine.warn("the local journal cannot be closed: " + Machine.why(e));
        }
    }
}
