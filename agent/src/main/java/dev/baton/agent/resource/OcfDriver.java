package dev.baton.agent.resource;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.host.HostCall;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.loop.Desk;
import dev.baton.core.model.Resource;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The resource types `ocf:PROVIDER:AGENT`: resource agents as distributions package them, by the OCF Resource Agent
/// API 1.1. The agent's `start` runs inside what is held for the resource; `monitor` and `stop` run outside it. Its
/// `stop` is also its release, which the guard runs when the node's lease ends. The resource is stopped when `monitor`
/// says "not running" after `stop`: the agent's word alone that it has stopped is not believed.
final class OcfDriver implements ResourceDriver {

    private static final Duration MONITOR_AT_LEAST = Duration.ofSeconds(20);

    private final Desk desk;
    private final Resource resource;
    private final HeldKey key;
    private final OcfAgent agent;
    private SortedMap<String, String> environment = Collections.emptySortedMap();
    private Consumer<Optional<String>> answer = _ -> { };
    private long turn;

    OcfDriver(Desk desk, Resource resource, HeldKey key, OcfAgent agent) {
        this.desk = desk;
        this.resource = resource;
        this.key = key;
        this.agent = agent;
    }

    @Override
    public void start(SortedMap<String, String> given, Consumer<Optional<String>> then) {
        environment = given;
        begin(then);
        desk.start(key, agent.command("start", resource.with()), of("start", resource.startWithin()),
                resource.startWithin(),
                agent.release(resource.with()), onTurn(this::started));
    }

    private void started(HostEvent event) {
        answer.accept(switch (event) {
            case HostEvent.LaunchFailed failed -> Optional.of(failed.reason());
            case HostEvent.RunEnded ended when ended.succeeded() -> Optional.empty();
            case HostEvent.RunEnded ended -> Optional.of("its start failed (" + OcfAgent.said(ended) + ")");
            case HostEvent.Began _, HostEvent.Launched _, HostEvent.HeldExited _, HostEvent.Cleared _,
                    HostEvent.EarlierEnded _, HostEvent.Appended _, HostEvent.TimerFired _, HostEvent.GuardLost _ ->
                throw new IllegalStateException("no answer to a start: " + event);
        });
    }

    @Override
    public void adopt(SortedMap<String, String> given, Consumer<Optional<String>> then) {
        environment = given;
        monitor(then);
    }

    @Override
    public void monitor(Consumer<Optional<String>> then) {
        begin(then);
        run("monitor", monitorWithin(), ended -> answer.accept(ended.succeeded() ? Optional.empty()
                : Optional.of("its monitor failed (" + OcfAgent.said(ended) + ")")));
    }

    @Override
    public void stop(Consumer<Optional<String>> then) {
        begin(then);
        if (!desk.held().contains(key)) {
            answer.accept(Optional.empty());
            return;
        }
        run("stop", resource.stopWithin(), ended -> {
            if (OcfAgent.stopped(ended)) {
                run("monitor", monitorWithin(), this::stopped);
            } else {
                answer.accept(Optional.of("its stop failed (" + OcfAgent.said(ended) + ")"));
            }
        });
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
        return OcfAgent.notRunning(looked) ? Optional.empty()
                : Optional.of("after its stop the monitor says otherwise (" + OcfAgent.said(looked) + ")");
    }

    /// Kills what is left, runs the release, and looks.
    @Override
    public void kill(Consumer<Optional<String>> then) {
        begin(then);
        desk.clear(key, onTurn(left -> {
            if (left.isPresent()) {
                answer.accept(left);
                return;
            }
            run("monitor", monitorWithin(), looked -> answer.accept(left(looked)));
        }));
    }

    @Override
    public void probe(SortedMap<String, String> given, Consumer<Optional<String>> then) {
        environment = given;
        begin(then);
        run("monitor", monitorWithin(), looked -> {
            if (OcfAgent.notRunning(looked)) {
                answer.accept(Optional.empty());
            } else {
                run("stop", resource.stopWithin(),
                        _ -> run("monitor", monitorWithin(), again -> answer.accept(left(again))));
            }
        });
    }

    /// That the start command has ended says nothing about the resource.
    @Override
    public void exited(int status, String output) { }

    private Duration monitorWithin() {
        return resource.monitorEvery().compareTo(MONITOR_AT_LEAST) > 0 ? resource.monitorEvery() : MONITOR_AT_LEAST;
    }

    private void run(String action, Duration within, Consumer<HostEvent.RunEnded> then) {
        desk.run(action + " " + key, agent.command(action, resource.with()), of(action, within), within,
                onTurn(then));
    }

    private SortedMap<String, String> of(String action, Duration within) {
        TreeMap<String, String> all = new TreeMap<>(environment);
        all.putAll(agent.environment(key.group() + "-" + resource.id(), resource.with(), action, within,
                resource.monitorEvery()));
        return all;
    }

    private void begin(Consumer<Optional<String>> then) {
        answer = then;
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
