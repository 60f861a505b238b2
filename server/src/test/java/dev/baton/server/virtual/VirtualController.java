package dev.baton.server.virtual;

import dev.baton.agent.testkit.SimulatedNode;
import dev.baton.agent.testkit.World;
import dev.baton.cluster.controller.Controller;
import dev.baton.cluster.controller.Effect;
import dev.baton.cluster.controller.Event;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.Token;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The controller of one node's daemon, on virtual time; it lives, freezes and dies with the daemon.
final class VirtualController {

    private static final int LATENCY_NANOS = 2_000_000;

    private final World world;
    private final SimulatedNode node;
    private final Map<Token, Answer> answers = new HashMap<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private final Controller controller;
    private final Coordination connection;
    private boolean dead;
    private boolean frozen;
    private long asked;
    private long timers;

    VirtualController(World world, SimulatedNode node) {
        this.world = world;
        this.node = node;
        this.controller = new Controller(new Controller.Setup(node.id(), "http://" + node.id(), true));
        this.connection = world.engine().connect("controller " + node.id(),
                event -> tell(new Event.Told(event, world.time().now())));
        tell(new Event.Began(world.time().now()));
    }

    boolean leads() {
        return !dead && !frozen && controller.leads();
    }

    Controller controller() {
        return controller;
    }

    Coordination connection() {
        return connection;
    }

    void kill() {
        dead = true;
        connection.close();
    }

    void freeze() {
        frozen = true;
    }

    void thaw() {
        frozen = false;
        events.forEach(_ -> world.time().after(Duration.ZERO, this::next));
    }

    Token ask(Ask ask) {
        Token token = new Token("ask " + ++asked);
        tell(new Event.Asked(token, ask, world.time().now()));
        return token;
    }

    Optional<Answer> answer(Token token) {
        return Optional.ofNullable(answers.get(token));
    }

    private void tell(Event event) {
        events.add(event);
        world.time().after(Duration.ofNanos(world.random().nextInt(LATENCY_NANOS)), this::next);
    }

    private void next() {
        if (dead || frozen || events.isEmpty()) {
            return;
        }
        Instant bootTime = node.host().bootTime();
        for (Effect effect : controller.on(events.remove(), bootTime)) {
            switch (effect) {
                case Effect.Call(var call) -> connection.perform(call);
                case Effect.Reply(var token, var answer) -> answers.put(token, answer);
                case Effect.SetTimer(var at) -> {
                    long mine = ++timers;
                    world.time().after(Duration.between(bootTime, at).plusMillis(5), () -> {
                        if (mine == timers) {
                            tell(new Event.TimerFired(world.time().now()));
                        }
                    });
                }
                case Effect.Tell(var event) -> world.note("event: " + event.text());
            }
        }
    }
}
