package dev.baton.agent.linux;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.host.HostCall;
import dev.baton.agent.host.HostEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
        left.entrySet().removeIf(each -> !each.getValue().lives() && machine.run.forget(each.getKey()));
        if (left.isEmpty() || System.nanoTime() > until) {
            then.run();
        } else {
            machine.later(SOON, () -> bury(until, then));
        }
    }

    /// Takes over what an earlier life of the daemon left; returns each entry, and whether anything of it is alive.
    SortedMap<HeldKey, Boolean> adopt() {
        SortedMap<HeldKey, Boolean> found = new TreeMap<>();
        machine.run.held().forEach((key, entry) -> {
            boolean alive = entry.lives();
            found.put(key, alive);
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
            machine.tell(new HostEvent.LaunchFailed(call.token(), key, "it cannot be started: " + e.getMessage()));
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
                refused(life, call, refusal.get(), System.nanoTime() + PATIENCE.toNanos());
                return;
            }
            machine.tell(new HostEvent.Launched(call.token(), life.key));
        }
        tellEnd(life, life.child.exitValue());
    }

    /// Tells that nothing was started, once nothing of the attempt is left.
    private void refused(Life life, HostCall.Launch call, String reason, long until) {
        life.entry.kill(new HashSet<>());
        if ((life.entry.lives() || !machine.run.forget(life.key)) && System.nanoTime() < until) {
            machine.later(SOON, () -> refused(life, call, reason, until));
        } else {
            machine.tell(new HostEvent.LaunchFailed(call.token(), life.key, reason));
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
            entry.release().ifPresentOrElse(script -> release(call, script), () -> forget(call, until));
        } else if (System.nanoTime() < until) {
            machine.later(SOON, () -> clear(call, until, struck));
        } else {
            left(call, "still alive after kill: " + entry.living());
        }
    }

    private void release(HostCall.Clear call, Path script) {
        Output log = log(call.key());
        try {
            long from = log.begin();
            Process process = machine.start(List.of("timeout", "-s", "KILL", Integer.toString(RELEASE_SECONDS), "bash",
                    "-p", script.toString()), new TreeMap<>(), log.redirect());
            machine.whenEnded(process, () -> {
                if (process.exitValue() == 0) {
                    forget(call, System.nanoTime() + PATIENCE.toNanos());
                } else {
                    left(call, "its release ended with " + process.exitValue() + ": " + log.tail(from, OUTPUT).strip());
                }
            });
        } catch (IOException e) {
            left(call, "its release cannot be started: " + e.getMessage());
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
