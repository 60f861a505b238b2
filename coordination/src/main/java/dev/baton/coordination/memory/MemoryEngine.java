package dev.baton.coordination.memory;

import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Token;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.memory.MemoryFaults.Effect;
import dev.baton.coordination.memory.MemoryTree.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The engine in memory. Each `step()` does one thing: deliver one event to one client, put one change on its way,
/// perform one call, or seat a leader. Which one, where several may be done, is the [Schedule]'s to say; the same
/// schedule and the same calls give the same history.
public final class MemoryEngine {

    /// A pump that has not come to rest by then never will: two handlers answer each other.
    private static final int STEPS_MAX = 10_000_000;

    private final MemoryTree tree = new MemoryTree();
    private final Schedule schedule;
    private final MemoryFaults faults = new MemoryFaults(this);
    private final List<MemoryClient> clients = new ArrayList<>();

    /// Who stands for election, in the order of standing. The leader is among them.
    private final List<MemoryClient> candidates = new ArrayList<>();

    /// Transactions whose answer was `Unknown` and that still take effect.
    private final Deque<Transaction> adrift = new ArrayDeque<>();

    private @Nullable MemoryClient leader;
    private Consumer<Transaction> observer = _ -> { };

    /// Makes an empty engine that does things in order.
    public MemoryEngine() {
        this(Schedule.inOrder());
    }

    /// Makes an empty engine that does things as the schedule says.
    public MemoryEngine(Schedule schedule) {
        this.schedule = schedule;
    }

    /// Returns a new client of this engine.
    ///
    /// @param name     for traces only
    /// @param listener receives the client's events, only from within [#step]
    public Coordination connect(String name, Coordination.Listener listener) {
        var client = new MemoryClient(this, name, listener);
        clients.add(client);
        return client;
    }

    /// Does one thing, and returns whether there was one to do.
    public boolean step() {
        int events = 0;
        int changes = 0;
        int calls = 0;
        for (MemoryClient client : clients) {
            events += client.hasEvent() ? 1 : 0;
            changes += client.hasChange() ? 1 : 0;
            calls += client.hasCall() ? 1 : 0;
        }
        int seats = leader == null && !candidates.isEmpty() ? 1 : 0;
        int all = events + changes + calls + seats + (adrift.isEmpty() ? 0 : 1);
        if (all == 0) {
            return false;
        }
        int turn = schedule.pick(all);
        if (turn < events) {
            nth(turn, MemoryClient::hasEvent).deliver();
        } else if (turn < events + changes) {
            nth(turn - events, MemoryClient::hasChange).tellOne(schedule);
        } else if (turn < events + changes + calls) {
            MemoryClient client = nth(turn - events - changes, MemoryClient::hasCall);
            perform(client, client.nextCall());
        } else if (turn < events + changes + calls + seats) {
            leader = candidates.getFirst();
            leader.elected();
        } else {
            commit(adrift.remove());
        }
        return true;
    }

    private MemoryClient nth(int number, Predicate<MemoryClient> which) {
        int left = number;
        for (MemoryClient client : clients) {
            if (which.test(client) && left-- == 0) {
                return client;
            }
        }
        throw new IllegalArgumentException("no client number " + number);
    }

    /// Steps until nothing is left to do.
    ///
    /// @throws IllegalStateException if it does not come to rest
    public void runUntilIdle() {
        for (int steps = 0; step(); steps++) {
            if (steps > STEPS_MAX) {
                throw new IllegalStateException("not at rest after " + STEPS_MAX + " steps");
            }
        }
    }

    /// Returns what is committed in this subtree now: for checkers, not for the code under test.
    public SortedMap<NodePath, Versioned> committed(NodePath subtree) {
        return tree.within(subtree);
    }

    /// Tells a checker of each transaction that takes effect, before anybody else hears of it; replaces an earlier one.
    public void observe(Consumer<Transaction> each) {
        observer = each;
    }

    /// Returns what can go wrong.
    public MemoryFaults faults() {
        return faults;
    }

    MemoryTree tree() {
        return tree;
    }

    private void perform(MemoryClient client, CoordinationCall call) {
        switch (call) {
            case CoordinationCall.Submit(Token token, Transaction transaction) -> submit(client, token, transaction);
            case CoordinationCall.Read(Token token, NodePath path) -> {
                if (answerIsLost(client)) {
                    client.send(new CoordinationEvent.Unknown(token));
                } else {
                    client.send(new CoordinationEvent.ReadDone(token, tree.read(path)));
                }
            }
            case CoordinationCall.Sync(Token token) -> {
                if (answerIsLost(client)) {
                    client.send(new CoordinationEvent.Unknown(token));
                } else {
                    client.tellAll();
                    client.send(new CoordinationEvent.Done(token, List.of()));
                }
            }
            case CoordinationCall.Mirror(NodePath subtree) -> client.mirror(subtree);
            case CoordinationCall.Campaign _ -> {
                client.standing = true;
                if (client.connected && !candidates.contains(client)) {
                    candidates.add(client);
                }
            }
            case CoordinationCall.Resign _ -> {
                client.standing = false;
                client.deposed();
                if (client.connected) {
                    unseat(client);
                }
            }
        }
    }

    private static boolean answerIsLost(MemoryClient client) {
        return !client.connected || client.spoiled.poll() != null;
    }

    private void submit(MemoryClient client, Token token, Transaction transaction) {
        Effect effect = client.connected ? client.spoiled.poll() : Effect.NEVER;
        if (effect == null) {
            switch (commit(transaction)) {
                case Outcome.Committed committed -> {
                    client.tellAll(committed.written());
                    client.send(new CoordinationEvent.Done(token, committed.versions()));
                }
                case Outcome.Rejected(int opIndex, CoordinationEvent.Refusal why) ->
                        client.send(new CoordinationEvent.Refused(token, opIndex, why));
            }
            return;
        }
        switch (effect) {
            case NOW -> commit(transaction);
            case LATER -> adrift.add(transaction);
            case NEVER -> {}
        }
        client.send(new CoordinationEvent.Unknown(token));
    }

    private Outcome commit(Transaction transaction) {
        Outcome outcome = tree.apply(transaction);
        if (outcome instanceof Outcome.Committed committed) {
            observer.accept(transaction);
            for (MemoryClient client : clients) {
                committed.written().forEach(client::notice);
            }
        }
        return outcome;
    }

    private void unseat(MemoryClient client) {
        candidates.remove(client);
        if (leader == client) {
            leader = null;
        }
    }

    void leave(MemoryClient client) {
        clients.remove(client);
        unseat(client);
    }

    void reconnect(MemoryClient client) {
        if (client.connected) {
            return;
        }
        client.reconnect();
        if (!client.standing) {
            unseat(client);
        } else if (leader == client) {
            client.elected();
        } else if (!candidates.contains(client)) {
            candidates.add(client);
        }
    }

    void expire(MemoryClient client) {
        client.disconnect();
        unseat(client);
    }

    void depose() {
        if (leader != null) {
            MemoryClient deposed = leader;
            unseat(deposed);
            candidates.add(deposed);
            deposed.deposed();
        }
    }

    MemoryClient own(Coordination client) {
        if (client instanceof MemoryClient own && clients.contains(own)) {
            return own;
        }
        throw new IllegalArgumentException("not an open client of this engine: " + client);
    }
}
