package dev.baton.agent.linux;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.host.HostCall;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.host.HostToken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The long-running processes of resources: started by this life of the daemon, or found. Lives on the machine's
/// thread.
final class HeldProcesses {

    private static final int OUTPUT = 4 * 1024;
    private static final Duration WATCH = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofMillis(2);

    /// What is killed dies within the margin, or is stuck.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int RELEASE_SECONDS = 30;

    private final Machine machine;
    private final SortedMap<HeldKey, Life> lives = new TreeMap<>();

    HeldProcesses(Machine machine) {
        this.machine = machine;
    }

    /// One process of a resource, until its end has been told.
    private static final class Life {
        final HeldKey key;
        final Entry entry;
        final long logFrom;
        /// Null for a process that an earlier life of the daemon started.
        final @Nullable Process child;
        boolean launched;
        boolean timedOut;

        Life(HeldKey key, Entry entry, long logFrom, @Nullable Process child) {
            this.key = key;
            this.entry = entry;
            this.logFrom = logFrom;
            this.child = child;
            this.launched = child == null;
        }
    }

    /// Kills and forgets everything held, then runs `then`: for a node that was rebooted although its machine was not.
    void bury(Runnable then) {
        bury(System.nanoTime() + PATIENCE.toNanos(), then);
    }

    private void bury(long until, Runnable then) {
        SortedMap<HeldKey, Entry> left = machine.run.held();
        left.values().forEach(entry -> entry.kill(new HashSet<>()));
        Optional<HeldKey> unreleased = left.reversed().keySet().stream().filter(key -> !entry(key).lives()
                && entry(key).release().isPresent()).findFirst();
        if (unreleased.isPresent()) {
            HeldKey key = unreleased.get();
            release(key, failure -> {
                failure.ifPresent(what -> machine.warn(key + ": " + what));
                // Once is enough: what is probed before this node joins shows what is left.
                released(key);
                bury(until, then);
            });
            return;
        }
        left.entrySet().removeIf(each -> !each.getValue().lives() && machine.run.forget(each.getKey()));
        if (left.isEmpty() || System.nanoTime() > until) {
            then.run();
        } else {
            machine.later(SOON, () -> bury(until, then));
        }
    }

    private Entry entry(HeldKey key) {
        return machine.run.held(key);
    }

    /// Takes over what an earlier life of the daemon left; returns each entry, and whether anything of it is alive.
    SortedMap<HeldKey, Boolean> adopt() {
        SortedMap<HeldKey, Boolean> found = new TreeMap<>();
        machine.run.held().forEach((key, entry) -> {
            boolean alive = entry.lives();
            found.put(key, alive || entry.release().isPresent());
            if (alive) {
                lives.put(key, new Life(key, entry, 0, null));
            }
        });
        return found;
    }

    /// From now on the ends of adopted processes are told. They are nobody's children here: only looking shows them.
    void watch() {
        if (!lives.isEmpty()) {
            machine.every(WATCH, () -> List.copyOf(lives.values()).forEach(this::lookAtAdopted));
        }
        machine.every(Machine.OUTPUT_WATCH, () -> lives.keySet().forEach(key -> machine.bound(log(key))));
    }

    void launch(HostCall.Launch call) {
        HeldKey key = call.key();
        if (lives.containsKey(key)) {
            machine.tell(new HostEvent.LaunchFailed(call.token(), key, "an earlier start of it has not ended"));
            return;
        }
        Entry entry = machine.run.held(key);
        Output log = log(key);
        try {
            long from = log.begin();
            Process child = machine.launch(entry, "process", machine.settings.holding().forHeld(key.toString()),
                    call.command(), call.environment(), log.redirect());
            Life life = new Life(key, entry, from, child);
            lives.put(key, life);
            machine.whenEnded(child, () -> ended(life, call));
            awaitExec(life, call);
        } catch (IOException e) {
            machine.tell(new HostEvent.LaunchFailed(call.token(), key, "it cannot be started: " + Machine.why(e)));
        }
    }

    void start(HostCall.Start call) {
        HeldKey key = call.key();
        if (lives.containsKey(key)) {
            machine.tell(new HostEvent.LaunchFailed(call.token(), key, "an earlier start of it has not ended"));
            return;
        }
        Entry entry = entry(key);
        Output log = log(key);
        try {
            long from = log.begin();
            entry.release(call.release(), call.environment());
            Process child = machine.launch(entry, "start", machine.settings.holding().forHeld(key.toString()),
                    call.command(), call.environment(), log.redirect());
            Life life = new Life(key, entry, from, child);
            life.launched = true;
            lives.put(key, life);
            Machine.Alarm alarm = machine.later(call.timeout(), () -> {
                life.timedOut = true;
                entry.kill(new HashSet<>());
                child.destroyForcibly();
            });
            machine.whenEnded(child, () -> {
                alarm.cancel();
                started(life, call);
            });
        } catch (IOException e) {
            machine.run.forget(key);
            machine.tell(new HostEvent.LaunchFailed(call.token(), key, "it cannot be started: " + Machine.why(e)));
        }
    }

    private void started(Life life, HostCall.Start call) {
        if (life.child == null || !lives.remove(life.key, life)) {
            return;
        }
        Optional<String> refusal = life.entry.refusal();
        if (refusal.isPresent()) {
            refused(life, call.token(), refusal.get(), System.nanoTime() + PATIENCE.toNanos());
        } else {
            machine.tell(new HostEvent.RunEnded(call.token(), life.child.exitValue(), life.timedOut,
                    log(life.key).tail(life.logFrom, OUTPUT)));
        }
    }

    void released(HeldKey key) {
        try {
            entry(key).released();
        } catch (IOException e) {
            // Then it is undone once more, which is right too.
            machine.warn("a release cannot be noted as done: " + Machine.why(e));
        }
    }

    void terminate(HeldKey key) {
        machine.run.held(key).main().filter(ProcessStamp::lives).flatMap(main -> ProcessHandle.of(main.pid()))
                .ifPresent(ProcessHandle::destroy);
    }

    void clear(HostCall.Clear call) {
        clear(call, System.nanoTime() + PATIENCE.toNanos(), new HashSet<>());
    }

    /// Whether the command has taken the launcher's place shows in its arguments.
    private void awaitExec(Life life, HostCall.Launch call) {
        if (life.launched || lives.get(life.key) != life) {
            return;
        }
        Optional<ProcessStamp> main = life.entry.main();
        if (main.filter(it -> it.hasLeft(machine.run.script("launch.sh"))).isPresent()) {
            life.launched = true;
            machine.tell(new HostEvent.Launched(call.token(), life.key));
        } else {
            machine.later(SOON, () -> awaitExec(life, call));
        }
    }

    private void ended(Life life, HostCall.Launch call) {
        if (life.child == null || !lives.remove(life.key, life)) {
            return;
        }
        if (!life.launched) {
            Optional<String> refusal = life.entry.refusal();
            if (refusal.isPresent()) {
                refused(life, call.token(), refusal.get(), System.nanoTime() + PATIENCE.toNanos());
                return;
            }
            machine.tell(new HostEvent.Launched(call.token(), life.key));
        }
        tellEnd(life, life.child.exitValue());
    }

    /// Tells that nothing was started, once nothing of the attempt is left.
    private void refused(Life life, HostToken token, String reason, long until) {
        life.entry.kill(new HashSet<>());
        if ((life.entry.lives() || !machine.run.forget(life.key)) && System.nanoTime() < until) {
            machine.later(SOON, () -> refused(life, token, reason, until));
        } else {
            machine.tell(new HostEvent.LaunchFailed(token, life.key, reason));
        }
    }

    private void lookAtAdopted(Life life) {
        if (life.child == null && life.entry.main().filter(ProcessStamp::lives).isEmpty()
                && lives.remove(life.key, life)) {
            tellEnd(life, -1);
        }
    }

    private void tellEnd(Life life, int status) {
        machine.tell(new HostEvent.HeldExited(life.key, status, log(life.key).tail(life.logFrom, OUTPUT)));
    }

    private void clear(HostCall.Clear call, long until, Set<ProcessStamp> struck) {
        HeldKey key = call.key();
        Entry entry = machine.run.held(key);
        entry.kill(struck);
        struck.removeIf(process -> !process.lives());
        Life life = lives.get(key);
        if (life != null && life.child != null) {
            // perhaps still the launcher, on its way into what holds it
            life.child.destroyForcibly();
        } else if (life != null) {
            lookAtAdopted(life);
        }
        if (!lives.containsKey(key) && struck.isEmpty() && !entry.lives()) {
            release(key, failure -> failure.ifPresentOrElse(what -> left(call, what),
                    () -> forget(call, System.nanoTime() + PATIENCE.toNanos())));
        } else if (System.nanoTime() < until) {
            machine.later(SOON, () -> clear(call, until, struck));
        } else {
            left(call, "still alive after kill: " + entry.living());
        }
    }

    /// Runs what is left to be released of the entry; `then` learns why that failed, or nothing when all is undone.
    private void release(HeldKey key, Consumer<Optional<String>> then) {
        Optional<Path> script = entry(key).release();
        if (script.isEmpty()) {
            then.accept(Optional.empty());
            return;
        }
        Output log = log(key);
        try {
            long from = log.begin();
            Process process = machine.start(List.of("timeout", "-s", "KILL", Integer.toString(RELEASE_SECONDS), "bash",
                    "-p", script.get().toString()), new TreeMap<>(), log.redirect());
            machine.whenEnded(process, () -> then.accept(process.exitValue() == 0 ? Optional.empty()
                    : Optional.of("its release ended with " + process.exitValue() + ": "
                            + log.tail(from, OUTPUT).strip())));
        } catch (IOException e) {
            then.accept(Optional.of("its release cannot be started: " + Machine.why(e)));
        }
    }

    /// The kernel may need a moment until the cgroup of processes that have just died can be removed.
    private void forget(HostCall.Clear call, long until) {
        if (machine.run.forget(call.key())) {
            machine.tell(new HostEvent.Cleared(call.token(), call.key(), Optional.empty()));
        } else if (System.nanoTime() < until) {
            machine.later(SOON, () -> forget(call, until));
        } else {
            left(call, "its cgroup cannot be removed");
        }
    }

    private void left(HostCall.Clear call, String what) {
        machine.tell(new HostEvent.Cleared(call.token(), call.key(), Optional.of(what)));
    }

    private Output log(HeldKey key) {
        return new Output(machine.settings.state().resolve("log").resolve(key + ".log"));
    }
}
