package dev.baton.agent.resource;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.host.HostCall;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.host.HostToken;
import dev.baton.agent.loop.Desk;
import dev.baton.core.model.Monitor;
import dev.baton.core.model.Resource;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The resource types that are run by [Actions]: `ocf:PROVIDER:AGENT` and `systemd:UNIT`. `start` runs inside what is
/// held for the resource; `monitor` and `stop` run outside it. The release is what the guard runs when the node's lease
/// ends. The resource is stopped when `monitor` says "not running" after `stop`: the word of `stop` alone is not
/// believed.
///
/// Where monitors are listed, one of them may take long: it is cut off before a `stop`, which waits for its end.
final class ActionsDriver implements ResourceDriver {

    private static final Duration MONITOR_AT_LEAST = Duration.ofSeconds(20);

    private final Desk desk;
    private final Resource resource;
    private final HeldKey key;
    private final Actions actions;
    private SortedMap<String, String> environment = Collections.emptySortedMap();
    private Consumer<Optional<String>> answer = _ -> { };
    /// Listed monitors that are under way: one, and those that were cut off and have not ended yet.
    private final SortedMap<Long, HostToken> looks = new TreeMap<>();
    /// What waits for their end.
    private Runnable afterLook = () -> { };
    private long turn;

    ActionsDriver(Desk desk, Resource resource, HeldKey key, Actions actions) {
        this.desk = desk;
        this.resource = resource;
        this.key = key;
        this.actions = actions;
    }

    @Override
    public void start(SortedMap<String, String> given, Consumer<Optional<String>> then) {
        environment = given;
        begin(then);
        desk.start(key, actions.command("start", resource.with()), of("start", resource.startWithin()),
                resource.startWithin(),
                actions.release(resource.with()), onTurn(this::started));
    }

    private void started(HostEvent event) {
        answer.accept(switch (event) {
            case HostEvent.LaunchFailed failed -> Optional.of(failed.reason());
            case HostEvent.RunEnded ended when ended.succeeded() -> Optional.empty();
            case HostEvent.RunEnded ended -> Optional.of("its start failed (" + Actions.said(ended) + ")");
            case HostEvent.Began _, HostEvent.Launched _, HostEvent.HeldExited _, HostEvent.Cleared _,
                    HostEvent.EarlierEnded _, HostEvent.Appended _, HostEvent.TimerFired _, HostEvent.GuardLost _,
                    HostEvent.WatchdogArmed _ ->
                throw new IllegalStateException("no answer to a start: " + event);
        });
    }

    @Override
    public void adopt(SortedMap<String, String> given, Consumer<Optional<String>> then) {
        environment = given;
        begin(then);
        look(ended -> answer.accept(ended.succeeded() ? Optional.empty()
                : Optional.of("its monitor failed (" + Actions.said(ended) + ")")));
    }

    @Override
    public List<Monitor> monitors() {
        return resource.looks(MONITOR_AT_LEAST);
    }

    @Override
    public void monitor(Monitor monitor, Consumer<Optional<String>> then) {
        begin(then);
        String which = resource.monitors().isEmpty() ? "its monitor" : "its monitor of depth " + monitor.depth();
        Consumer<HostEvent.RunEnded> looked = onTurn(ended -> answer.accept(ended.succeeded() ? Optional.empty()
                : Optional.of(which + " failed (" + Actions.said(ended) + ")")));
        long mine = turn;
        HostToken token = desk.run("monitor " + key, actions.command("monitor", resource.with()), of(monitor),
                monitor.timeout(), ended -> {
                    looks.remove(mine);
                    looked.accept(ended);
                    if (looks.isEmpty()) {
                        afterLook.run();
                    }
                });
        if (!resource.monitors().isEmpty()) {
            looks.put(mine, token);
        }
    }

    @Override
    public void stop(Consumer<Optional<String>> then) {
        begin(then);
        if (!desk.held().contains(key)) {
            answer.accept(Optional.empty());
        } else if (cutOff()) {
            afterLook = this::stop;
        } else {
            stop();
        }
    }

    private void stop() {
        run("stop", resource.stopWithin(), ended -> {
            if (Actions.stopped(ended)) {
                look(this::stopped);
            } else {
                answer.accept(Optional.of("its stop failed (" + Actions.said(ended) + ")"));
            }
        });
    }

    /// Ends the listed monitor that is under way; returns whether there is one that has not ended yet.
    private boolean cutOff() {
        looks.values().forEach(token -> desk.host(new HostCall.Cancel(token)));
        return !looks.isEmpty();
    }

    private void stopped(HostEvent.RunEnded looked) {
        Optional<String> left = left(looked);
        if (left.isEmpty()) {
            desk.host(new HostCall.Released(key));
            desk.clear(key, onTurn(answer));
        } else {
            answer.accept(left);
        }
    }

    private static Optional<String> left(HostEvent.RunEnded looked) {
        return Actions.notRunning(looked) ? Optional.empty()
                : Optional.of("after its stop the monitor says otherwise (" + Actions.said(looked) + ")");
    }

    /// Kills what is left, runs the release, and looks.
    @Override
    public void kill(Consumer<Optional<String>> then) {
        begin(then);
        cutOff();
        desk.clear(key, onTurn(left -> {
            if (left.isPresent()) {
                answer.accept(left);
                return;
            }
            look(looked -> answer.accept(left(looked)));
        }));
    }

    @Override
    public void probe(SortedMap<String, String> given, Consumer<Optional<String>> then) {
        environment = given;
        begin(then);
        look(looked -> {
            if (Actions.notRunning(looked)) {
                answer.accept(Optional.empty());
            } else {
                run("stop", resource.stopWithin(), _ -> look(again -> answer.accept(left(again))));
            }
        });
    }

    /// That the start command has ended says nothing about the resource.
    @Override
    public void exited(int status, String output) { }

    /// Looks at depth 0.
    private void look(Consumer<HostEvent.RunEnded> then) {
        Monitor shallow = resource.shallow(MONITOR_AT_LEAST);
        desk.run("monitor " + key, actions.command("monitor", resource.with()), of(shallow), shallow.timeout(),
                onTurn(then));
    }

    private void run(String action, Duration within, Consumer<HostEvent.RunEnded> then) {
        desk.run(action + " " + key, actions.command(action, resource.with()), of(action, within), within,
                onTurn(then));
    }

    private SortedMap<String, String> of(Monitor monitor) {
        TreeMap<String, String> all = new TreeMap<>(environment);
        all.putAll(actions.environment(instance(), resource.with(), monitor));
        return all;
    }

    private SortedMap<String, String> of(String action, Duration within) {
        TreeMap<String, String> all = new TreeMap<>(environment);
        all.putAll(actions.environment(instance(), resource.with(), action, within, resource.monitorEvery()));
        return all;
    }

    private String instance() {
        return key.group() + "-" + resource.id();
    }

    private void begin(Consumer<Optional<String>> then) {
        answer = then;
        afterLook = () -> { };
        turn++;
    }

    /// What comes after the next call is ignored.
    private <T> Consumer<T> onTurn(Consumer<T> then) {
        long mine = turn;
        return value -> {
            if (mine == turn) {
                then.accept(value);
            }
        };
    }
}
