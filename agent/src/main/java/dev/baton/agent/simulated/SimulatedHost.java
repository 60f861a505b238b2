package dev.baton.agent.simulated;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.host.HostCall;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.host.HostToken;
import dev.baton.core.model.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A machine with its guard, on virtual time. Its clock has an offset and a rate of its own. The guard kills whatever
/// is held at some moment between `deadline - K` and the deadline; a launch looks at the deadline as its last act. What
/// is held, the journal and the guard outlive the daemon; only the journal outlives the machine.
public final class SimulatedHost {

    private static final int KILLED = 137;
    private static final int TERMINATED = 143;
    private static final int REFUSED = 125;
    private static final int OUTPUT_MAX = 16 * 1024;
    private static final Duration RETRY = Duration.ofMillis(250);

    private final MachineTime time;
    private final Chance chance;
    private final Commands commands;
    private final MachineObserver observer;
    private final SimulatedGuard guard;
    private final SimulatedDisk disk;
    private final SimulatedTimers timers;
    private final TreeMap<HeldKey, HeldEntry> held = new TreeMap<>();
    private final Map<HostToken, RunningCommand> runs = new HashMap<>();
    private final List<RunningCommand> active = new ArrayList<>();
    private Optional<Consumer<HostEvent>> daemon = Optional.empty();
    private long lives;
    private int boots = 1;
    private boolean unkillable;
    private boolean answering = true;
    private boolean daemonStands;
    private Instant daemonBack = Instant.MIN;

    /// @param margin K
    /// @param rate   of its clock against true time
    public SimulatedHost(VirtualTime time, Chance chance, Duration margin, double rate, Commands commands,
            MachineObserver observer) {
        this.time = new MachineTime(time, rate, Duration.ofSeconds(chance.below(100_000)));
        this.chance = chance;
        this.commands = commands;
        this.observer = observer;
        this.disk = new SimulatedDisk(chance);
        this.timers = new SimulatedTimers(this.time, timer -> tell(new HostEvent.TimerFired(timer)));
        this.guard = new SimulatedGuard(this.time, chance, margin, this::killAll, this::atDeadline);
    }

    /// Returns its boot time.
    public Instant bootTime() {
        return time.bootTime();
    }

    /// Returns what its wall clock shows.
    public Instant wallTime() {
        return time.wallTime();
    }

    /// Sets its wall clock forward, or back.
    public void stepWallClock(Duration by) {
        time.stepWall(by);
    }

    /// Returns what names its present boot.
    public String bootId() {
        return "boot" + boots;
    }

    /// Returns the guard's deadline, boot time.
    public Optional<Instant> deadline() {
        return guard.deadline();
    }

    /// Returns its disk.
    public SimulatedDisk disk() {
        return disk;
    }

    /// Returns the entries in which something is alive.
    public List<HeldKey> alive() {
        return held.entrySet().stream().filter(e -> e.getValue().lives()).map(Map.Entry::getKey).toList();
    }

    /// Returns whether this entry lives although its time is over, because the machine was frozen, its process could
    /// not be killed, or neither guard nor daemon ran: what the single-owner protocol does not protect against.
    public boolean excused(HeldKey key) {
        HeldEntry entry = held.get(key);
        return time.stood() || (entry != null && entry.excused);
    }

    /// Returns how many processes are alive on it.
    public int processes() {
        return active.stream().mapToInt(running -> running.course.processes()).sum()
                + held.values().stream().filter(entry -> entry.alive)
                        .mapToInt(entry -> entry.course.map(Commands.Course::processes).orElse(1)).sum();
    }

    /// What is held cannot be killed from now on, or can again: then what was killed meanwhile ends.
    public void unkillable(boolean now) {
        unkillable = now;
        held.forEach((key, entry) -> entry.killed.filter(_ -> !now).ifPresent(status -> die(key, status)));
    }

    /// The guard does nothing from now on, or goes on.
    public void guardSleeps(boolean now) {
        guard.late(now);
    }

    /// The daemon is frozen from now on, or goes on.
    public void daemonStands(boolean now) {
        daemonStands = now;
        daemonBack = now ? daemonBack : time.bootTime();
    }

    /// The whole machine is frozen: its processes, its guard, its timers.
    public void freeze() {
        time.freeze();
    }

    /// The machine goes on.
    public void thaw() {
        time.thaw();
    }

    /// Kills the main process of an entry, as an accident.
    public void killMain(HeldKey key) {
        die(key, KILLED);
    }

    /// A daemon begins on this machine.
    public void begin(Consumer<HostEvent> listener) {
        lives++;
        timers.clear();
        runs.clear();
        daemonStands(false);
        daemon = Optional.of(listener);
        TreeMap<HeldKey, Boolean> found = new TreeMap<>();
        held.forEach((key, entry) -> found.put(key, entry.lives()));
        listener.accept(new HostEvent.Began(bootId(), "cgroup", guard.deadline(), found, disk.journal()));
    }

    /// The daemon dies; what is held lives on.
    public void daemonDies() {
        lives++;
        daemon = Optional.empty();
    }

    /// The machine dies with everything on it.
    public void machineDies() {
        daemonDies();
        time.thaw();
        boolean stubborn = unkillable;
        unkillable = false;
        killAll();
        unkillable = stubborn;
        active.forEach(running -> running.over = true);
        active.clear();
        held.clear();
        guard.forget();
        boots++;
        observer.died();
    }

    /// Carries out a call of the present daemon.
    public void perform(HostCall call) {
        switch (call) {
            case HostCall.SetDeadline(var to) -> guard.set(to);
            case HostCall.Launch launch -> launch(launch);
            case HostCall.Start start -> start(start);
            case HostCall.Released(var key) -> released(key);
            case HostCall.Terminate(var key) -> later(5, 40, () -> {
                if (Optional.ofNullable(held.get(key)).flatMap(e -> e.course).filter(c -> c.stubborn()).isEmpty()) {
                    die(key, TERMINATED);
                }
            });
            case HostCall.Clear(var token, var key) -> later(1, 10, () -> clear(token, key));
            case HostCall.Run run -> run(run);
            case HostCall.Cancel(var token) -> later(1, 5,
                    () -> Optional.ofNullable(runs.get(token)).ifPresent(running -> end(running, KILLED, false, "")));
            case HostCall.AwaitEarlier(var token) -> awaitEarlier(token);
            case HostCall.Append(var token, var line) -> append(token, line);
            case HostCall.SetTimer(var timer, var at) -> timers.set(timer, at);
            case HostCall.CancelTimer(var timer) -> timers.cancel(timer);
            case HostCall.RestartMachine() -> later(1000, 1001, this::machineDies);
        }
    }

    private void append(HostToken token, String line) {
        long life = lives;
        later(1, 5, disk.delay(), () -> {
            // A line under way when its writer dies is torn, or whole and never answered.
            if (life != lives && chance.oneIn(2)) {
                return;
            }
            if (disk.full()) {
                time.after(RETRY, () -> {
                    if (life == lives) {
                        append(token, line);
                    }
                });
            } else {
                disk.append(line);
                tell(new HostEvent.Appended(token));
            }
        });
    }

    private void killAll() {
        List.copyOf(held.values()).forEach(entry ->
                entry.running.ifPresent(running -> end(running, KILLED, false, "")));
        List.copyOf(held.keySet()).forEach(key -> die(key, KILLED));
    }

    private void atDeadline() {
        held.forEach((key, entry) -> {
            if (entry.lives() && !entry.excused) {
                entry.excused = unkillable || (guard.late() && (time.stood() || daemonStands || daemon.isEmpty()
                        || guard.ending(daemonBack)));
                if (!entry.excused) {
                    observer.outlived(key);
                }
            }
        });
    }

    private void launch(HostCall.Launch call) {
        begin(call.token(), call.key(), call.command(), call.environment(), (entry, course) -> {
            tell(new HostEvent.Launched(call.token(), call.key()));
            if (course.status() != 0) {
                later(1, 10, () -> die(call.key(), course.status()));
            }
        });
    }

    private void start(HostCall.Start call) {
        begin(call.token(), call.key(), call.command(), call.environment(), (entry, course) -> {
            entry.leaves = true;
            boolean late = course.takes().compareTo(call.timeout()) > 0;
            long life = lives;
            time.after(late ? call.timeout() : course.takes(), () -> {
                if (!late) {
                    course.effect().run();
                }
                if (life == lives) {
                    tell(new HostEvent.RunEnded(call.token(), late ? KILLED : course.status(), late, course.output()));
                }
            });
        });
    }

    /// The record comes first; the look at the deadline is the last act before the command runs.
    private void begin(HostToken token, HeldKey key, Command command, SortedMap<String, String> environment,
            BiConsumer<HeldEntry, Commands.Course> begun) {
        held.computeIfAbsent(key, _ -> new HeldEntry());
        later(1, 15, disk.delay(), () -> {
            HeldEntry entry = held.get(key);
            if (entry == null || entry.alive || !guard.leased() || disk.full()) {
                tell(new HostEvent.LaunchFailed(token, key, entry == null ? "it was cleared"
                        : entry.alive ? "an earlier start of it has not ended" : !guard.leased() ? "the lease ended"
                        : "no space left on device"));
                return;
            }
            Commands.Course course = commands.course(command.line(), environment);
            entry.alive = true;
            entry.excused = false;
            entry.course = Optional.of(course);
            observer.started(key, environment);
            begun.accept(entry, course);
        });
    }

    /// What was left behind is undone by whoever says so.
    private void released(HeldKey key) {
        HeldEntry entry = held.get(key);
        if (entry != null && entry.alive) {
            entry.alive = false;
            observer.ended(key);
        }
    }

    private void die(HeldKey key, int status) {
        HeldEntry entry = held.get(key);
        if (entry != null && entry.alive && unkillable) {
            entry.killed = Optional.of(status);
        } else if (entry != null && entry.alive) {
            entry.alive = false;
            entry.killed = Optional.empty();
            observer.ended(key);
            if (!entry.leaves) {
                tell(new HostEvent.HeldExited(key, status, entry.course.map(Commands.Course::output).orElse("")));
            }
        }
    }

    private void clear(HostToken token, HeldKey key) {
        Optional.ofNullable(held.get(key)).flatMap(entry -> entry.running)
                .ifPresent(running -> end(running, KILLED, false, ""));
        die(key, KILLED);
        HeldEntry entry = held.get(key);
        boolean stays = entry != null && entry.alive;
        if (!stays) {
            held.remove(key);
        }
        tell(new HostEvent.Cleared(token, key, stays ? Optional.of("a process in state D") : Optional.empty()));
    }

    private void run(HostCall.Run call) {
        boolean refused = call.within().isPresent() && !guard.leased();
        Commands.Course course = refused ? Commands.Course.fails("the lease ended")
                : commands.course(call.command().line(), call.environment());
        RunningCommand running = new RunningCommand(call, lives, course);
        runs.put(call.token(), running);
        if (refused) {
            later(1, 5, () -> end(running, REFUSED, false, ""));
            return;
        }
        active.add(running);
        call.within().ifPresent(key -> {
            HeldEntry entry = held.computeIfAbsent(key, _ -> new HeldEntry());
            entry.running = Optional.of(running);
            entry.excused = false;
            observer.started(key, call.environment());
        });
        boolean late = course.takes().compareTo(call.timeout()) > 0;
        time.after(late ? call.timeout() : course.takes(), () -> {
            if (!running.over && !late) {
                course.effect().run();
            }
            end(running, late ? KILLED : course.status(), late, course.output());
        });
    }

    private void end(RunningCommand running, int status, boolean timedOut, String output) {
        if (running.over) {
            return;
        }
        running.over = true;
        running.call.within().filter(_ -> active.contains(running)).ifPresent(key -> {
            held.remove(key);
            observer.ended(key);
        });
        active.remove(running);
        running.course.end().run();
        if (running.life == lives) {
            runs.remove(running.call.token());
            tell(new HostEvent.RunEnded(running.call.token(), status, timedOut,
                    output.substring(Math.max(0, output.length() - OUTPUT_MAX))));
        }
    }

    private void awaitEarlier(HostToken token) {
        boolean alive = active.stream().anyMatch(running -> running.life != lives && running.call.within().isEmpty());
        later(10, 20, () -> {
            if (!answering) {
                return;
            }
            if (alive) {
                awaitEarlier(token);
            } else {
                tell(new HostEvent.EarlierEnded(token));
            }
        });
    }

    private void later(int atLeast, int below, Runnable what) {
        later(atLeast, below, Duration.ZERO, what);
    }

    /// What happens later happens whether or not the daemon still lives; only its answer is lost with the daemon.
    private void later(int atLeast, int below, Duration more, Runnable what) {
        long life = lives;
        int boot = boots;
        time.after(more.plusNanos(chance.between(atLeast * 1_000_000L, below * 1_000_000L - 1)), () -> {
            if (boot == boots) {
                answering = life == lives;
                what.run();
                answering = true;
            }
        });
    }

    private void tell(HostEvent event) {
        if (answering || event instanceof HostEvent.HeldExited) {
            daemon.ifPresent(listener -> listener.accept(event));
        }
    }
}
