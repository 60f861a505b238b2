package dev.baton.cluster.controller;

import dev.baton.cluster.api.LeaseMargin;
import dev.baton.cluster.hooks.HookCounts;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.Token;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.ControllerRecord;
import dev.baton.coordination.tree.EventRecord;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.coordination.tree.VotesRecord;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// One candidate's controller. Everybody mirrors the tree and notes heartbeats; the one that leads decides, in turns: a
/// turn looks at a mirror in which every earlier write of this leader is visible, and sends all its writes at once; the
/// next turn begins when all are answered. So no decision rests on a state that is half written.
///
/// Hard state is the tree. Soft and lost with the leader: first sights of heartbeats, patience with first placements,
/// what waits to be logged.
///
/// Not thread-safe: lives on the daemon's loop.
public final class Controller {

    /// The purpose of a write that decides nothing, so that nothing needs to be decided after it.
    private static final String LOG = "log";
    /// After a refused write: the mirror is about to show why.
    private static final Duration LOOKS_AGAIN = Duration.ofMillis(50);

    private final Setup setup;
    private final TreeMirror tree = new TreeMirror();
    private final LeaseWatch leases = new LeaseWatch();
    private final Leadership leadership;
    private final EventLog log = new EventLog();
    private final FirstPlacement firstPlacement = new FirstPlacement();
    private final Fencing fencing = new Fencing();
    private final Finalizing finalizing = new Finalizing();
    private final Drift drift = new Drift();
    private final Arrivals arrivals = new Arrivals();
    private final Hooking hooking = new Hooking();
    private final VoteKeeping votes;
    private final Runs runs = new Runs(leases::heard);
    private final Deque<Waiting> asked = new ArrayDeque<>();
    private final Map<Token, Turn.Write> underWay = new HashMap<>();
    private final List<Effect> effects = new ArrayList<>();
    private Optional<Replying> replying = Optional.empty();
    private Optional<Token> syncing = Optional.empty();
    private Optional<Instant> timer = Optional.empty();
    private Optional<Instant> lookAgain = Optional.empty();
    private boolean mirrored;
    private boolean dirty;
    private boolean recovered;
    private long tokens;

    /// What a controller knows of itself.
    ///
    /// @param node      its node
    /// @param api       where its node's REST interface answers
    /// @param candidate whether it stands for election while the tree does not say who has a vote: vote holders do, and
    ///                  everybody where the ensemble is somebody else's
    /// @param levels    of the cluster service that this build speaks
    /// @param votes     the first voters by name, none where the ensemble is somebody else's; empty where it never
    ///                  changes
    public record Setup(NodeId node, String api, boolean candidate, LevelRange levels, Optional<VotesRecord> votes) {

        /// With an ensemble that never changes.
        public Setup(NodeId node, String api, boolean candidate, LevelRange levels) {
            this(node, api, candidate, levels, Optional.empty());
        }
    }

    /// A request whose writes are under way.
    private record Replying(Waiting request, Answer answer) {}

    public Controller(Setup setup) {
        this.setup = setup;
        this.leadership = new Leadership(setup);
        this.votes = new VoteKeeping(setup.votes());
    }

    /// Returns the tree as this controller mirrors it: what status screens read.
    public TreeMirror tree() {
        return tree;
    }

    /// Returns how near any node came to losing its lease lately, as this machine saw its heartbeats.
    public Optional<LeaseMargin> leaseMargin() {
        return leases.smallestMargin();
    }

    /// Returns what became of the events that this controller handed to hooks while it led, by hook.
    public SortedMap<String, HookCounts> hooks() {
        return hooking.counts();
    }

    /// Returns whether this controller leads, as far as it knows.
    public boolean leads() {
        return leadership.leading().isPresent();
    }

    /// Takes in one event; see [#on(List, Instant)].
    public List<Effect> on(Event event, Instant bootTime) {
        return on(List.of(event), bootTime);
    }

    /// Takes in all events, at least one, that have come by now, and returns what is to be done. A turn costs the same
    /// whether it looks at one change or at a thousand.
    ///
    /// @param bootTime the time since this machine booted, as an instant after the epoch
    public List<Effect> on(List<Event> events, Instant bootTime) {
        effects.clear();
        events.forEach(event -> take(event, bootTime));
        Instant wallTime = events.getLast().wallTime();
        leadership.standAgain(bootTime).forEach(this::call);
        if (leadership.leading().isEmpty() && !asked.isEmpty()) {
            answerAll();
        }
        if (leads() && recovered) {
            effects.addAll(hooking.tell(tree, mirrored && underWay.isEmpty(), bootTime, wallTime));
            dirty |= hooking.settles(tree);
        }
        takeTurns(bootTime, wallTime);
        setTimer(bootTime, wallTime);
        return List.copyOf(effects);
    }

    private void take(Event event, Instant bootTime) {
        switch (event) {
            case Event.Began _ -> {
                call(new CoordinationCall.Mirror(Paths.ROOT));
                leadership.begin().forEach(this::call);
            }
            case Event.Told(var said, _) -> told(said, bootTime);
            case Event.Asked(var token, var ask, _) -> asked.add(new Waiting(token, ask, false));
            case Event.VotesSeen seen -> dirty |= votes.seen(seen);
            case Event.Attempted attempted -> hooking.ended(attempted, bootTime);
            case Event.TimerFired _ -> {
                timer = Optional.empty();
                dirty = true;
            }
        }
    }

    private void told(CoordinationEvent event, Instant bootTime) {
        ClusterImage before = tree.image();
        tree.on(event);
        leases.on(event, tree, bootTime);
        runs.on(event, before, tree, bootTime);
        leadership.on(event, tree).forEach(this::call);
        switch (event) {
            case CoordinationEvent.Snapshot _ -> {
                mirrored = true;
                dirty = true;
                hooking.changed(Paths.EVENTS);
            }
            case CoordinationEvent.Stale _ -> mirrored = false;
            case CoordinationEvent.Changed(var path, _) -> {
                dirty |= leases.low().isWaiting() || (!path.isWithin(Paths.EVENTS)
                        && (!path.isWithin(Paths.HEARTBEATS) || before.revision() != tree.image().revision()));
                hooking.changed(path);
            }
            case CoordinationEvent.Gone _, CoordinationEvent.Elected _ -> dirty = true;
            case CoordinationEvent.Deposed _ -> forgetLeading();
            case CoordinationEvent.Done(var token, _) -> committed(token);
            case CoordinationEvent.Refused(var token, var index, _) -> refused(token, index, bootTime);
            case CoordinationEvent.Unknown(var token) -> unknown(token);
            case CoordinationEvent.ReadDone _ -> { }
        }
        if (leadership.leading().isPresent() && !recovered) {
            recovered = true;
            dirty = true;
            hooking.begin();
            leases.low().forget();
            drift.forget();
            arrivals.forget();
            log.recover(tree);
            log.keep(List.of(Note.of(EventKind.LEADER, "cluster", setup.node() + " leads")));
        }
    }

    private void forgetLeading() {
        underWay.clear();
        syncing = Optional.empty();
        recovered = false;
        replying.ifPresent(open -> asked.addFirst(open.request().asAgain()));
        replying = Optional.empty();
        runs.forget();
        hooking.begin();
    }

    private void committed(Token token) {
        if (syncing.filter(token::equals).isPresent()) {
            syncing = Optional.empty();
            dirty = true;
        }
        Turn.Write write = underWay.remove(token);
        if (write != null) {
            log.keep(write.notes());
            dirty |= !write.purpose().equals(LOG);
            if (underWay.isEmpty()) {
                replying.ifPresent(open -> {
                    log.answered(open.request().ask().key(), open.answer());
                    reply(open.request().token(), open.answer());
                });
                replying = Optional.empty();
            }
        }
    }

    /// Another leader's record means that this one is over; anything else was changed meanwhile and is decided anew.
    private void refused(Token token, int index, Instant bootTime) {
        if (underWay.remove(token) == null) {
            return;
        }
        if (index == 0) {
            forgetLeading();
            leadership.stepDown(bootTime).forEach(this::call);
            return;
        }
        lookAgain = Optional.of(bootTime.plus(LOOKS_AGAIN));
        replying.ifPresent(open -> asked.addFirst(open.request().asAgain()));
        replying = Optional.empty();
    }

    private void unknown(Token token) {
        boolean ours = underWay.remove(token) != null || syncing.filter(token::equals).isPresent();
        if (ours) {
            // Asked again, it finds its key in the log, or writes the same segment of the log at the same version: of
            // the two writes one at most takes effect.
            replying.ifPresent(open -> asked.addFirst(open.request().asAgain()));
            replying = Optional.empty();
            Token sync = token("sync");
            syncing = Optional.of(sync);
            call(new CoordinationCall.Sync(sync));
        }
    }

    private void answerAll() {
        Optional<ControllerRecord> leader = tree.value(Paths.CONTROLLER, ControllerRecord.class)
                .filter(record -> !record.node().equals(setup.node()));
        asked.forEach(open -> reply(open.token(), new Answer.NotLeader(leader.map(ControllerRecord::node),
                leader.map(ControllerRecord::api))));
        asked.clear();
    }

    private void takeTurns(Instant bootTime, Instant wallTime) {
        boolean rested = lookAgain.filter(bootTime::isBefore).isEmpty();
        while (leadership.leading().isPresent() && mirrored && recovered && rested && underWay.isEmpty()
                && syncing.isEmpty() && (dirty || !asked.isEmpty())) {
            lookAgain = Optional.empty();
            Turn turn = turn(bootTime, wallTime);
            if (asked.isEmpty()) {
                dirty = false;
                decide(turn);
            } else {
                answer(turn, asked.remove());
            }
        }
    }

    private Turn turn(Instant bootTime, Instant wallTime) {
        return new Turn(tree, leadership.leading().orElseThrow(), setup.node(), setup.levels(), bootTime, wallTime);
    }

    private void decide(Turn turn) {
        leases.declareDead(turn);
        Formats.decide(turn);
        fencing.decide(turn);
        Takeover.decide(turn);
        PartlyOffline.decide(turn, runs.active(turn.tree()).isPresent());
        Failures.decide(turn);
        firstPlacement.decide(turn);
        Pauses.lapse(turn);
        Failbacks.decide(turn, runs.active(turn.tree()).isPresent());
        finalizing.decide(turn, runs.active(turn.tree()));
        drift.decide(turn, runs.active(turn.tree()).isPresent());
        arrivals.decide(turn);
        votes.decide(turn);
        leases.low().decide(turn);
        boolean handsOver = runs.decide(turn);
        submit(turn.all());
        if (log.isWaiting()) {
            appendLog(turn);
        }
        if (!handsOver) {
            Turn own = turn(turn.bootTime(), turn.wallTime());
            hooking.settle(own, LOG);
            submit(own.writes());
        } else if (underWay.isEmpty()) {
            leadership.stepDown(turn.bootTime()).forEach(this::call);
            forgetLeading();
        } else {
            // The log is written first; handing over is decided anew.
            dirty = true;
        }
    }

    private void appendLog(Turn turn) {
        Turn own = turn(turn.bootTime(), turn.wallTime());
        List<EventRecord> events = log.take(own, List.of());
        own.write(LOG, log.append(own, events), List.of(), List.of());
        submit(own.writes());
        events.forEach(event -> effects.add(new Effect.Tell(event)));
    }

    private void answer(Turn turn, Waiting request) {
        Ask ask = request.ask();
        if (request.again()) {
            log.readKeys(tree);
        }
        Optional<Answer> before = log.answerOf(ask.key());
        if (before.isPresent() && !ask.dryRun()) {
            reply(request.token(), before.get());
            return;
        }
        Answer answer;
        try {
            answer = new Requests(turn, ask, runs).decide();
        } catch (RuntimeException error) {
            // Whoever asks again would bring down leader after leader.
            effects.add(new Effect.Fail(request.token(), error));
            return;
        }
        if (!turn.ahead().isEmpty()) {
            asked.addFirst(request);
            submit(turn.ahead());
        } else if (ask.dryRun() || turn.writes().isEmpty()) {
            reply(request.token(), answer);
        } else {
            replying = Optional.of(new Replying(request, answer));
            List<EventRecord> events = log.take(turn, turn.writes().stream().flatMap(write -> write.notes().stream())
                    .toList());
            submit(List.of(log.inOne(turn, events)));
            events.forEach(event -> effects.add(new Effect.Tell(event)));
        }
    }

    private void submit(List<Turn.Write> writes) {
        for (Turn.Write write : writes) {
            Token token = token(write.purpose());
            underWay.put(token, write);
            call(new CoordinationCall.Submit(token, new Transaction(write.ops())));
        }
    }

    private void setTimer(Instant bootTime, Instant wallTime) {
        List<Instant> wanted = new ArrayList<>();
        leadership.next().ifPresent(wanted::add);
        if (leadership.leading().isPresent()) {
            lookAgain.ifPresent(wanted::add);
            leases.next().ifPresent(wanted::add);
            hooking.next().ifPresent(wanted::add);
            firstPlacement.next().ifPresent(wanted::add);
            runs.next().ifPresent(wanted::add);
            fencing.next(bootTime).ifPresent(wanted::add);
            Failbacks.next(tree.image(), wallTime).map(begin -> bootTime.plus(Duration.between(wallTime, begin)))
                    .ifPresent(wanted::add);
            Pauses.next(tree.image()).map(end -> bootTime.plus(Duration.between(wallTime, end)))
                    .ifPresent(wanted::add);
        }
        // What is due by now was looked at in this turn, or will be when the writes under way are answered.
        wanted.stream().filter(at -> at.isAfter(bootTime)).min(Instant::compareTo)
                .filter(at -> timer.filter(set -> !at.isBefore(set)).isEmpty())
                .ifPresent(at -> {
                    timer = Optional.of(at);
                    effects.add(new Effect.SetTimer(at));
                });
    }

    private Token token(String what) {
        tokens++;
        return new Token(what + "#" + tokens);
    }

    private void call(CoordinationCall call) {
        effects.add(new Effect.Call(call));
    }

    private void reply(Token token, Answer answer) {
        effects.add(new Effect.Reply(token, answer));
    }
}
