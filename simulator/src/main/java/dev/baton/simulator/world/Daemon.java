package dev.baton.simulator.world;

import dev.baton.agent.Agent;
import dev.baton.agent.AgentEvent;
import dev.baton.agent.AgentSettings;
import dev.baton.agent.host.HostCall;
import dev.baton.agent.loop.AgentEffect;
import dev.baton.agent.simulated.SimulatedHost;
import dev.baton.cluster.controller.Controller;
import dev.baton.cluster.controller.Effect;
import dev.baton.cluster.controller.Event;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// One life of a node's daemon: a real agent and a real controller, each with its own connection. A frozen one takes
/// nothing from its queue; it may die or freeze in the middle of what it is doing.
final class Daemon {

    /// What becomes of it in the middle of its acts.
    private enum Doom { NONE, DIES, FREEZES }

    private final Cluster cluster;
    private final NodeId id;
    private final SimulatedHost host;
    private final Agent agent;
    private final Controller controller;
    private final Wire agentWire;
    private final Wire controllerWire;
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final Map<Token, Consumer<Answer>> asked = new HashMap<>();
    private Doom doom = Doom.NONE;
    private Runnable onDoom = () -> { };
    private int strokes;
    private boolean dead;
    private boolean frozen;
    private long timers;
    private long questions;

    Daemon(Cluster cluster, NodeId id, SimulatedHost host, AgentSettings settings) {
        this.cluster = cluster;
        this.id = id;
        this.host = host;
        this.agent = new Agent(settings);
        this.controller = new Controller(new Controller.Setup(id, "http://" + id, cluster.machine(id).votes(),
                settings.levels()));
        this.agentWire = cluster.net().wire("agent " + id,
                event -> hear(() -> tellAgent(new AgentEvent.FromCoordination(event))));
        this.controllerWire = cluster.net().wire("controller " + id,
                event -> hear(() -> tellController(new Event.Told(event, host.wallTime()))));
    }

    void begin() {
        host.begin(event -> hear(() -> tellAgent(new AgentEvent.FromHost(event))));
        hear(() -> tellController(new Event.Began(host.wallTime())));
    }

    List<Wire> wires() {
        return List.of(agentWire, controllerWire);
    }

    Wire controllerWire() {
        return controllerWire;
    }

    boolean leads() {
        return !dead && !frozen && controller.leads();
    }

    boolean dead() {
        return dead;
    }

    boolean frozen() {
        return frozen;
    }

    /// Asks its controller; the answer comes unless it dies.
    void ask(Ask ask, Consumer<Answer> then) {
        Token token = new Token("ask" + ++questions);
        asked.put(token, then);
        hear(() -> tellController(new Event.Asked(token, ask, host.wallTime())));
    }

    /// The agent is asked to take a longer lease and restart.
    void restart() {
        hear(() -> tellAgent(new AgentEvent.Restart()));
    }

    void die() {
        dead = true;
        queue.clear();
        agentWire.close();
        controllerWire.close();
    }

    /// Dies after so many more acts.
    void dieAfter(int acts, Runnable then) {
        doom = Doom.DIES;
        strokes = acts;
        onDoom = then;
    }

    /// Freezes after so many more acts.
    void freezeAfter(int acts, Runnable then) {
        doom = Doom.FREEZES;
        strokes = acts;
        onDoom = then;
    }

    void freeze() {
        frozen = true;
        host.daemonStands(true);
    }

    void thaw() {
        doom = Doom.NONE;
        if (frozen && !dead) {
            frozen = false;
            host.daemonStands(false);
            next();
        }
    }

    private void next() {
        if (!frozen && !dead && !queue.isEmpty()) {
            queue.remove().run();
            cluster.time().afterNanos(20_000, this::next);
        }
    }

    private void hear(Runnable what) {
        if (dead) {
            return;
        }
        if (frozen || !queue.isEmpty()) {
            queue.add(what);
        } else {
            what.run();
        }
    }

    private void tellAgent(AgentEvent event) {
        Instant bootTime = host.bootTime();
        act(agent.on(event, bootTime), effect -> perform(effect, bootTime));
    }

    private void tellController(Event event) {
        Instant bootTime = host.bootTime();
        act(controller.on(event, bootTime), effect -> perform(effect, bootTime));
    }

    private <T> void act(List<T> effects, Consumer<T> how) {
        for (int i = 0; i < effects.size() && !dead; i++) {
            if (doom != Doom.NONE && strokes-- <= 0) {
                Doom what = doom;
                doom = Doom.NONE;
                if (what == Doom.FREEZES) {
                    List<Runnable> rest = new ArrayList<>();
                    effects.subList(i, effects.size()).forEach(effect -> rest.add(() -> how.accept(effect)));
                    rest.reversed().forEach(queue::addFirst);
                }
                onDoom.run();
                return;
            }
            how.accept(effects.get(i));
        }
    }

    private void perform(AgentEffect effect, Instant decided) {
        switch (effect) {
            case AgentEffect.ToCoordination(var call) -> {
                watch(call, decided);
                agentWire.perform(call);
            }
            case AgentEffect.ToHost(var call) -> {
                if (call instanceof HostCall.SetDeadline(var deadline)) {
                    cluster.watchers().forEach(watcher -> watcher.deadline(id, deadline, host.bootTime()));
                }
                if (call instanceof HostCall.RestartMachine) {
                    cluster.watchers().forEach(watcher -> watcher.begins(id, "restart", new java.util.TreeMap<>()));
                }
                cluster.watchers().forEach(watcher -> watcher.orders(id, call, agent.tree().image()));
                host.perform(call);
            }
            case AgentEffect.Said(_, var sentence) -> cluster.trace().on(id.value(), () -> sentence);
            case AgentEffect.Ended(var how, var sentence) -> {
                cluster.trace().on(id.value(), () -> "ends: " + sentence);
                cluster.ended(id, how == AgentEffect.End.REFUSED);
            }
        }
    }

    private void watch(CoordinationCall call, Instant decided) {
        if (call instanceof CoordinationCall.Submit(_, var transaction)) {
            Op last = transaction.ops().getLast();
            if (last.path().equals(Paths.heartbeat(id))) {
                switch (last) {
                    case Op.SetData(_, var data, _) -> beats(Json.read(data, Heartbeat.class), decided);
                    case Op.Create(_, var data) -> beats(Json.read(data, Heartbeat.class), decided);
                    case Op.Delete _, Op.Check _ -> { }
                }
            }
        }
    }

    private void beats(Heartbeat beat, Instant decided) {
        cluster.watchers().forEach(watcher -> watcher.beats(id, beat, decided));
    }

    private void perform(Effect effect, Instant decided) {
        switch (effect) {
            case Effect.Call(var call) -> controllerWire.perform(call);
            case Effect.Reply(var token, var answer) -> {
                Consumer<Answer> then = asked.remove(token);
                if (then != null) {
                    then.accept(answer);
                }
            }
            case Effect.Fail(_, var error) -> throw error;
            case Effect.SetTimer(var at) -> {
                long mine = ++timers;
                cluster.time().after(Duration.between(decided, at).plusMillis(5), () -> {
                    if (mine == timers) {
                        hear(() -> tellController(new Event.TimerFired(host.wallTime())));
                    }
                });
            }
            case Effect.Try _ -> { }
            case Effect.Say(var sentence) -> cluster.trace().on(id.value(), () -> sentence);
            case Effect.Tell(var event) -> cluster.trace().on(id.value(), () -> "log: " + event.text());
        }
    }
}
