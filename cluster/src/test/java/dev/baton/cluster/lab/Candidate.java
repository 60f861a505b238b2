package dev.baton.cluster.lab;

import dev.baton.cluster.controller.Controller;
import dev.baton.cluster.controller.Effect;
import dev.baton.cluster.controller.Event;
import dev.baton.cluster.hooks.Attempt;
import dev.baton.cluster.hooks.Outcome;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.Token;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.EnginePeer;
import dev.baton.coordination.tree.VotesRecord;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A real controller with its connection. A frozen one receives its events when it thaws.
public final class Candidate {

    /// Whose votes the engine may count, as their own files say: those of node1 to node5, by number.
    public static final VotesRecord VOTERS = IntStream.rangeClosed(1, 5).boxed().reduce(
            new VotesRecord(Collections.emptySortedMap(), 0), (votes, id) -> votes.with(new NodeId("node" + id),
                    peer(id), VotesRecord.Stage.HELD), (_, votes) -> votes);

    private final Lab lab;
    private final NodeId id;
    private final Controller controller;
    private final Coordination connection;
    private final Map<Token, Answer> answers = new HashMap<>();
    private final Deque<Event> missed = new ArrayDeque<>();
    /// Attempts to hand events to hooks, in order; a test says what becomes of them.
    public final List<Attempt> tried = new ArrayList<>();
    private boolean dead;
    private boolean frozen;
    private long asked;

    Candidate(Lab lab, NodeId id) {
        this.lab = lab;
        this.id = id;
        this.controller = new Controller(new Controller.Setup(id, "http://" + id, true,
                new LevelRange(1, 1), Optional.of(VOTERS)));
        this.connection = lab.engine.connect("controller " + id, event -> tell(new Event.Told(event, lab.wall())));
    }

    void start() {
        tell(new Event.Began(lab.wall()));
    }

    public NodeId id() {
        return id;
    }

    public Coordination connection() {
        return connection;
    }

    public boolean leads() {
        return !dead && !frozen && controller.leads();
    }

    public void kill() {
        dead = true;
        connection.close();
    }

    public void freeze() {
        frozen = true;
    }

    public void thaw() {
        frozen = false;
        while (!missed.isEmpty()) {
            tell(missed.remove());
        }
    }

    Token beginAsking(Ask ask) {
        asked++;
        Token token = new Token("ask " + asked);
        tell(new Event.Asked(token, ask, lab.wall()));
        return token;
    }

    /// Asks this controller, whether it leads or not.
    public Answer askHere(Ask ask) {
        return ask(ask);
    }

    Answer ask(Ask ask) {
        Token token = beginAsking(ask);
        lab.await("an answer to " + ask, () -> answers.containsKey(token));
        return java.util.Objects.requireNonNull(answers.get(token));
    }

    private static EnginePeer peer(int id) {
        return new EnginePeer(id, "10.0.0." + id, 2181, 2182, 2183);
    }

    /// Says which peers have a vote by now.
    public void counted(long version, Integer... ids) {
        tell(new Event.VotesSeen(version, Stream.of(ids).map(Candidate::peer).toList(), lab.wall()));
        lab.settle();
    }

    /// Says what became of an attempt.
    public void ended(Attempt attempt, Outcome outcome) {
        tell(new Event.Attempted(attempt.id(), outcome, lab.wall()));
        lab.settle();
    }

    private void tell(Event event) {
        if (dead) {
            return;
        }
        if (frozen) {
            missed.add(event);
            return;
        }
        // Each machine has its own boot: its clock differs from the others' by a constant.
        Instant bootTime = lab.now().minus(Duration.ofSeconds(Math.floorMod(id.hashCode(), 1000)));
        List<Effect> effects = controller.on(event, bootTime);
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Call(var call) -> connection.perform(call);
                case Effect.Reply(var token, var answer) -> answers.put(token, answer);
                case Effect.Fail fail -> answers.put(fail.token(), fail.answer());
                case Effect.SetTimer(var at) -> lab.at(lab.now().plus(Duration.between(bootTime, at)),
                        () -> tell(new Event.TimerFired(lab.wall())));
                case Effect.Tell _, Effect.Say _ -> { }
                case Effect.Try(var attempt) -> tried.add(attempt);
            }
        }
    }
}
