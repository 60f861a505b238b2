package dev.baton.server;

import dev.baton.cluster.api.LeaseMargin;
import dev.baton.cluster.controller.Controller;
import dev.baton.cluster.controller.Effect;
import dev.baton.cluster.controller.Event;
import dev.baton.cluster.hooks.HookCounts;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.Token;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.ClusterImage;
import dev.baton.server.hooks.HookCalls;
import dev.baton.server.loop.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a controller sits: hands it events with both times, carries out what it wants, and keeps who waits for which
/// answer. Lives on the daemon's loop.
final class ControllerSeat {

    private static final Logger LOG = LoggerFactory.getLogger("controller");

    private final Controller controller;
    private final EventLoop loop;
    private final Supplier<Instant> bootTime;
    private final Coordination coordination;
    private final Counting counting;
    /// Not handed over yet.
    private final List<Event> said = new ArrayList<>();
    private final List<CompletableFuture<Boolean>> watching = new ArrayList<>();
    private final Map<Token, CompletableFuture<Answer>> waiting = new HashMap<>();
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable OwnVote vote;
    private volatile @Nullable Instant cutOff;
    private volatile Optional<LeaseMargin> margin = Optional.empty();
    private volatile SortedMap<String, HookCounts> hooks = Collections.emptySortedMap();
    private final HookCalls calls = new HookCalls();
    private long asked;

    /// @param coordination makes the controller's own connection, given its listener
    /// @param counting     is told what changes
    ControllerSeat(Controller controller, EventLoop loop, Supplier<Instant> bootTime,
            Function<Coordination.Listener, Coordination> coordination, Counting counting) {
        this.counting = counting;
        this.controller = controller;
        this.loop = loop;
        this.bootTime = bootTime;
        this.coordination = coordination.apply(this::told);
    }

    /// From now on the daemon does about votes what the tree says; before the first event.
    void votes(OwnVote own) {
        vote = own;
    }

    /// Hands the controller its first event; to be called on the loop.
    void begin() {
        cutOff = Instant.now();
        on(new Event.Began(Instant.now()));
    }

    /// What comes in one go is handed over in one go: first comes whatever else the loop has to do by now.
    private void told(CoordinationEvent event) {
        said.add(new Event.Told(event, Instant.now()));
        if (said.size() == 1) {
            loop.execute(this::hear);
        }
    }

    /// Hands over what was told until now.
    private void hear() {
        if (said.isEmpty()) {
            return;
        }
        List<Event> events = List.copyOf(said);
        said.clear();
        ClusterImage before = controller.tree().image();
        for (Effect effect : controller.on(events, bootTime.get())) {
            perform(effect);
        }
        List<CoordinationEvent> told = events.stream().<CoordinationEvent>mapMulti((event, next) -> {
            if (event instanceof Event.Told(var one, _)) {
                next.accept(one);
            }
        }).toList();
        counting.changed(told, before);
        told.forEach(this::noteConnection);
        if (!told.isEmpty()) {
            watching.forEach(next -> next.complete(true));
            watching.clear();
        }
        margin = controller.leaseMargin();
        hooks = controller.hooks();
        if (vote != null) {
            vote.look(controller.tree(), controller.leads());
        }
    }

    private void noteConnection(CoordinationEvent event) {
        switch (event) {
            case CoordinationEvent.Snapshot _ -> cutOff = null;
            case CoordinationEvent.Stale _ -> cutOff = Instant.now();
            case CoordinationEvent.Changed _, CoordinationEvent.Gone _, CoordinationEvent.Done _,
                    CoordinationEvent.Refused _, CoordinationEvent.Unknown _, CoordinationEvent.ReadDone _,
                    CoordinationEvent.Elected _, CoordinationEvent.Deposed _ -> { }
        }
    }

    /// Returns since when, in wall-clock time, the mirrored tree is not kept up to date; empty while it is. Safe for
    /// threads.
    Optional<Instant> cutOffSince() {
        return Optional.ofNullable(cutOff);
    }

    /// Puts the request to the controller, from any thread.
    CompletableFuture<Answer> ask(Ask ask) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        loop.execute(() -> {
            Token token = new Token("ask#" + ++asked);
            waiting.put(token, answer);
            on(new Event.Asked(token, ask, Instant.now()));
        });
        return answer;
    }

    /// Completes at the next change of the mirrored tree; safe for threads.
    CompletableFuture<Boolean> nextChange() {
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        loop.execute(() -> watching.add(next));
        return next;
    }

    /// Returns the tree as the controller's connection mirrors it; to be read on the loop only.
    TreeMirror tree() {
        return controller.tree();
    }

    /// Hands the controller an event; to be called on the loop.
    void on(Event event) {
        said.add(event);
        hear();
    }

    /// Returns what became of the events that this daemon handed to hooks while it led; safe for threads.
    SortedMap<String, HookCounts> hooks() {
        return hooks;
    }

    /// Returns how near any node came to losing its lease lately; safe for threads.
    Optional<LeaseMargin> leaseMargin() {
        return margin;
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Call(var call) -> coordination.perform(call);
            case Effect.Reply(var token, var answer) -> reply(token, answer);
            case Effect.Fail fail -> {
                LOG.error("a request met an error of this program; nothing of it was done", fail.error());
                reply(fail.token(), fail.answer());
            }
            case Effect.SetTimer(var at) -> {
                if (timer != null) {
                    timer.cancel(false);
                }
                timer = loop.after(Duration.between(bootTime.get(), at),
                        () -> on(new Event.TimerFired(Instant.now())));
            }
            case Effect.Try(var attempt) -> calls.begin(attempt, outcome -> loop.execute(() ->
                    on(new Event.Attempted(attempt.id(), outcome, Instant.now()))));
            case Effect.Say(var sentence) -> LOG.warn("{}", sentence);
            case Effect.Tell(var event) -> LOG.info("{} {}: {}", event.by(), event.subject(), event.text());
        }
    }

    private void reply(Token token, Answer answer) {
        CompletableFuture<Answer> who = waiting.remove(token);
        if (who != null) {
            who.complete(answer);
        }
    }

    /// Lets go of the engine.
    void close() {
        calls.close();
        coordination.close();
    }
}
