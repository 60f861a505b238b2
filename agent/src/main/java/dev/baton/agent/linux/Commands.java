package dev.baton.agent.linux;

import dev.baton.agent.host.HostCall;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.host.HostToken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Commands that are run to their end. Lives on the machine's thread.
final class Commands {

    private static final int OUTPUT_LENGTH = 16 * 1024;
    private static final Duration SOON = Duration.ofMillis(2);

    private static final Duration EARLIER_EVERY = Duration.ofMillis(100);

    /// How long is waited for what was killed to be dead.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Machine machine;
    private final Map<HostToken, Running> running = new TreeMap<>();
    /// Tells this life's commands from those of earlier ones, which may go on.
    private final String life = ProcessHandle.current().pid() + "-" + Long.toString(System.nanoTime(), 36);
    private long count;

    Commands(Machine machine) {
        this.machine = machine;
    }

    private static final class Running {
        final HostCall.Run call;
        final Entry entry;
        final Process process;
        final Output output;
        final Set<ProcessStamp> struck = new HashSet<>();
        boolean timedOut;
        boolean killed;
        Machine.Alarm alarm = () -> {};

        Running(HostCall.Run call, Entry entry, Process process, Output output) {
            this.call = call;
            this.entry = entry;
            this.process = process;
            this.output = output;
        }
    }

    /// Forgets what an earlier life left, and from now on keeps outputs short.
    void begin() {
        machine.run.forgetFree();
        Entry.removeTree(outputs());
        machine.every(Machine.OUTPUT_WATCH, () -> running.values().forEach(one -> machine.bound(one.output)));
    }

    void run(HostCall.Run call) {
        String name = life + "-" + ++count;
        Entry entry = call.within().map(machine.run::held).orElseGet(() -> machine.run.free(name));
        Holding holding = machine.settings.holding();
        Output output = new Output(outputs().resolve(name));
        try {
            output.begin();
            Process process = machine.launch(entry, call.within().isPresent() ? "process" : "free",
                    call.within().map(key -> holding.forHeld(key.toString()))
                            .orElseGet(() -> holding.forFree("run/" + name)),
                    call.command(), call.environment(), output.redirect());
            Running one = new Running(call, entry, process, output);
            running.put(call.token(), one);
            one.alarm = machine.later(call.timeout(), () -> {
                one.timedOut = true;
                kill(one);
            });
            machine.whenEnded(process, () -> ended(one));
        } catch (IOException e) {
            machine.tell(new HostEvent.RunEnded(call.token(), 126, false, "it cannot be started: " + Machine.why(e)));
        }
    }

    /// Answers once the main process of no earlier life's command is alive.
    void awaitEarlier(HostToken token) {
        boolean alive = machine.run.free().stream().filter(entry -> !name(entry).startsWith(life + "-"))
                .anyMatch(entry -> entry.main().filter(ProcessStamp::lives).isPresent());
        if (alive) {
            machine.later(EARLIER_EVERY, () -> awaitEarlier(token));
        } else {
            machine.tell(new HostEvent.EarlierEnded(token));
        }
    }

    private static String name(Entry entry) {
        return String.valueOf(entry.path().getFileName());
    }

    void cancel(HostToken token) {
        Running one = running.get(token);
        if (one != null) {
            kill(one);
        }
    }

    private Path outputs() {
        return machine.settings.state().resolve("output");
    }

    private void kill(Running one) {
        one.killed = true;
        one.entry.kill(one.struck);
        one.process.destroyForcibly();
    }

    private boolean forget(Running one) {
        return one.call.within().map(machine.run::forget).orElseGet(one.entry::remove);
    }

    private void ended(Running one) {
        one.alarm.cancel();
        // What a job on a group's data leaves behind dies with it. A command that holds nothing may have started a
        // service on purpose, as installers do, unless it was killed.
        finish(one, one.killed || one.call.within().isPresent(), System.nanoTime());
    }

    private void finish(Running one, boolean whole, long since) {
        long waited = System.nanoTime() - since;
        if (whole) {
            one.entry.kill(one.struck);
        }
        one.struck.removeIf(process -> !process.lives());
        boolean alive = whole && (!one.struck.isEmpty() || one.entry.lives());
        boolean left = alive || (!forget(one) && whole);
        if (left && waited < PATIENCE.toNanos()) {
            machine.later(SOON, () -> finish(one, whole, since));
            return;
        }
        String output = one.output.tail(0, OUTPUT_LENGTH)
                + (alive ? "\nstill alive after kill: " + one.entry.living() : "");
        running.remove(one.call.token());
        try {
            one.output.remove();
        } catch (IOException e) {
            machine.warn("an output cannot be removed: " + Machine.why(e));
        }
        machine.tell(new HostEvent.RunEnded(one.call.token(), one.process.exitValue(), one.timedOut, output));
    }
}
