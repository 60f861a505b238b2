package dev.baton.agent.loop;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.host.HostCall;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.host.HostToken;
import dev.baton.agent.host.TimerId;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Token;
import dev.baton.coordination.Transaction;
import dev.baton.core.model.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.SortedMap;
import java.util.function.Consumer;

/// Where the parts of an agent leave their questions, and what is to be done when the answer comes. It knows the time
/// of the present event, and everything that is held on the machine.
///
/// An answer is handed out once; a question that nobody waits for any more is still answered, so whoever asks must be
/// able to ignore a late answer.
public final class Desk {

    private final List<AgentEffect> out = new ArrayList<>();
    private final Map<Token, Consumer<CoordinationEvent>> asked = new HashMap<>();
    private final Map<HostToken, Consumer<HostEvent>> ordered = new HashMap<>();
    private final Map<TimerId, Runnable> timers = new HashMap<>();
    private final TreeSet<HeldKey> held = new TreeSet<>();
    private Instant now = Instant.EPOCH;
    private long questions;

    /// Begins an event at this boot time.
    public void begin(Instant bootTime) {
        now = bootTime;
    }

    /// Returns what the event led to, in order, and forgets it.
    public List<AgentEffect> take() {
        List<AgentEffect> effects = List.copyOf(out);
        out.clear();
        return effects;
    }

    /// Returns the boot time of the present event.
    public Instant now() {
        return now;
    }

    /// Returns everything on this machine that holds a resource or a job, or may hold one.
    public SortedSet<HeldKey> held() {
        return Collections.unmodifiableSortedSet(held);
    }

    /// Takes note of what an earlier life left.
    public void found(HeldKey key) {
        held.add(key);
    }

    /// Says a sentence for people.
    public void say(AgentEffect.Weight weight, String sentence) {
        out.add(new AgentEffect.Said(weight, sentence));
    }

    /// Says that the agent is done.
    public void end(AgentEffect.End how, String sentence) {
        out.add(new AgentEffect.Ended(how, sentence));
    }

    /// Asks for a transaction.
    public void submit(String what, Transaction transaction, Consumer<Written> then) {
        coordinate(new CoordinationCall.Submit(token(what, event -> {
            switch (event) {
                case CoordinationEvent.Done(_, var versions) -> then.accept(new Written.Committed(versions));
                case CoordinationEvent.Refused(_, int op, var why) -> then.accept(new Written.Refused(op, why));
                case CoordinationEvent.Unknown _ -> then.accept(new Written.Unclear());
                case CoordinationEvent.ReadDone _, CoordinationEvent.Snapshot _, CoordinationEvent.Changed _,
                        CoordinationEvent.Gone _, CoordinationEvent.Stale _, CoordinationEvent.Elected _,
                        CoordinationEvent.Deposed _ ->
                    throw new IllegalStateException("no answer to a write: " + event);
            }
        }), transaction));
    }

    /// Asks for one entry.
    public void read(String what, NodePath path, Consumer<Found> then) {
        coordinate(new CoordinationCall.Read(token(what, event -> then.accept(
                event instanceof CoordinationEvent.ReadDone(_, var entry)
                        ? entry.<Found>map(Found.Entry::new).orElseGet(Found.Nothing::new)
                        : new Found.Unclear())), path));
    }

    /// Asks for the mirrors to be brought up to date; `then` learns whether they were.
    public void sync(String what, Consumer<Boolean> then) {
        coordinate(new CoordinationCall.Sync(token(what,
                event -> then.accept(event instanceof CoordinationEvent.Done))));
    }

    /// Asks for a mirror.
    public void mirror(NodePath subtree) {
        coordinate(new CoordinationCall.Mirror(subtree));
    }

    /// Begins to hold a resource; `then` learns why it could not, or nothing when the process runs.
    public void launch(HeldKey key, Command command, SortedMap<String, String> environment,
            Consumer<Optional<String>> then) {
        held.add(key);
        host(new HostCall.Launch(hostToken("launch " + key, event -> then.accept(
                event instanceof HostEvent.LaunchFailed failed ? Optional.of(failed.reason()) : Optional.empty())),
                key, command, environment));
    }

    /// Begins to hold what a command starts; `then` learns how the command ended, or why it was not started.
    public void start(HeldKey key, Command command, SortedMap<String, String> environment, Duration timeout,
            Command release, Consumer<HostEvent> then) {
        held.add(key);
        host(new HostCall.Start(hostToken("start " + key, then), key, command, environment, timeout, release));
    }

    /// Kills and releases whatever a held entry holds; `then` learns what is left, or nothing when all of it is gone.
    public void clear(HeldKey key, Consumer<Optional<String>> then) {
        host(new HostCall.Clear(hostToken("clear " + key, event -> {
            Optional<String> left = event instanceof HostEvent.Cleared cleared ? cleared.left() : Optional.empty();
            if (left.isEmpty()) {
                held.remove(key);
            }
            then.accept(left);
        }), key));
    }

    /// Runs a command that holds nothing; returns what cancels it.
    public HostToken run(String what, Command command, SortedMap<String, String> environment, Duration timeout,
            Consumer<HostEvent.RunEnded> then) {
        return run(what, command, environment, timeout, Optional.empty(), then);
    }

    /// Runs a job on a group's data under a held entry; returns what cancels it.
    public HostToken runWithin(HeldKey key, Command command, SortedMap<String, String> environment, Duration timeout,
            Consumer<HostEvent.RunEnded> then) {
        held.add(key);
        return run(key.toString(), command, environment, timeout, Optional.of(key), ended -> {
            held.remove(key);
            then.accept(ended);
        });
    }

    private HostToken run(String what, Command command, SortedMap<String, String> environment, Duration timeout,
            Optional<HeldKey> within, Consumer<HostEvent.RunEnded> then) {
        HostToken token = hostToken(what, event -> {
            if (event instanceof HostEvent.RunEnded ended) {
                then.accept(ended);
            }
        });
        host(new HostCall.Run(token, command, environment, timeout, within));
        return token;
    }

    /// Waits for the commands of an earlier life, which may have outlived it.
    public void awaitEarlier(Runnable then) {
        host(new HostCall.AwaitEarlier(hostToken("await earlier", _ -> then.run())));
    }

    /// Appends to the local journal; `then` comes when the line is durable.
    public void append(String line, Runnable then) {
        host(new HostCall.Append(hostToken("append", _ -> then.run()), line));
    }

    /// Sets a timer, or sets it anew.
    public void timer(String name, Instant at, Runnable then) {
        TimerId timer = new TimerId(name);
        timers.put(timer, then);
        host(new HostCall.SetTimer(timer, at));
    }

    /// Sets a timer that lies this far ahead.
    public void timer(String name, Duration ahead, Runnable then) {
        timer(name, now.plus(ahead), then);
    }

    /// Removes a timer; no effect when there is none.
    public void cancelTimer(String name) {
        TimerId timer = new TimerId(name);
        if (timers.remove(timer) != null) {
            host(new HostCall.CancelTimer(timer));
        }
    }

    /// Asks something of the machine that is not answered.
    public void host(HostCall call) {
        out.add(new AgentEffect.ToHost(call));
    }

    /// Hands an answer to whoever asked; no effect for events that answer nothing.
    public void answer(CoordinationEvent event) {
        switch (event) {
            case CoordinationEvent.Done(var token, _) -> answer(token, event);
            case CoordinationEvent.Refused(var token, _, _) -> answer(token, event);
            case CoordinationEvent.Unknown(var token) -> answer(token, event);
            case CoordinationEvent.ReadDone(var token, _) -> answer(token, event);
            case CoordinationEvent.Snapshot _, CoordinationEvent.Changed _, CoordinationEvent.Gone _,
                    CoordinationEvent.Stale _, CoordinationEvent.Elected _, CoordinationEvent.Deposed _ -> { }
        }
    }

    /// Hands an answer to whoever asked, or fires a timer; no effect for events that answer nothing.
    public void answer(HostEvent event) {
        switch (event) {
            case HostEvent.Launched(var token, _) -> answer(token, event);
            case HostEvent.LaunchFailed(var token, _, _) -> answer(token, event);
            case HostEvent.Cleared(var token, _, _) -> answer(token, event);
            case HostEvent.RunEnded(var token, _, _, _) -> answer(token, event);
            case HostEvent.EarlierEnded(var token) -> answer(token, event);
            case HostEvent.Appended(var token) -> answer(token, event);
            case HostEvent.TimerFired(var timer) -> Optional.ofNullable(timers.remove(timer)).ifPresent(Runnable::run);
            case HostEvent.Began _, HostEvent.HeldExited _, HostEvent.GuardLost _,
                    HostEvent.WatchdogArmed _ -> { }
        }
    }

    private void answer(Token token, CoordinationEvent event) {
        Optional.ofNullable(asked.remove(token)).ifPresent(then -> then.accept(event));
    }

    private void answer(HostToken token, HostEvent event) {
        Optional.ofNullable(ordered.remove(token)).ifPresent(then -> then.accept(event));
    }

    private void coordinate(CoordinationCall call) {
        out.add(new AgentEffect.ToCoordination(call));
    }

    private Token token(String what, Consumer<CoordinationEvent> then) {
        Token token = new Token(what + "#" + ++questions);
        asked.put(token, then);
        return token;
    }

    private HostToken hostToken(String what, Consumer<HostEvent> then) {
        HostToken token = new HostToken(what + "#" + ++questions);
        ordered.put(token, then);
        return token;
    }
}
