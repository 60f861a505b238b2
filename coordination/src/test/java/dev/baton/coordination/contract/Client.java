package dev.baton.coordination.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.Versioned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// A client that writes down all that it is told and keeps the mirrored tree as a user of the port would.
final class Client implements AutoCloseable {

    private final Stage stage;
    private final Coordination connection;

    // Guarded by this: engines deliver on their own loop.
    private final List<CoordinationEvent> events = new ArrayList<>();
    private final SortedMap<NodePath, Versioned> tree = new TreeMap<>();
    private final Map<NodePath, Long> newest = new HashMap<>();
    private final List<String> broken = new ArrayList<>();
    private boolean leads;
    private int tokens;

    Client(Stage stage, String name) {
        this.stage = stage;
        this.connection = stage.connect(name, this::on);
    }

    private synchronized void on(CoordinationEvent event) {
        events.add(event);
        switch (event) {
            case CoordinationEvent.Snapshot(NodePath subtree, SortedMap<NodePath, Versioned> entries) -> {
                tree.keySet().removeIf(path -> path.isWithin(subtree));
                entries.forEach(this::show);
            }
            case CoordinationEvent.Changed(NodePath path, Versioned entry) -> show(path, entry);
            case CoordinationEvent.Gone(NodePath path) -> {
                if (tree.remove(path) == null) {
                    broken.add(path + " is gone but was never there");
                }
            }
            case CoordinationEvent.Elected _ -> {
                if (leads) {
                    broken.add("elected twice");
                }
                leads = true;
            }
            case CoordinationEvent.Deposed _ -> {
                if (!leads) {
                    broken.add("deposed without being elected");
                }
                leads = false;
            }
            case CoordinationEvent.Done _, CoordinationEvent.Refused _, CoordinationEvent.Unknown _,
                    CoordinationEvent.ReadDone _, CoordinationEvent.Stale _ -> {}
        }
    }

    private void show(NodePath path, Versioned entry) {
        if (newest.getOrDefault(path, -1L) > entry.modified()) {
            broken.add(path + " went back from " + newest.get(path) + " to " + entry);
        }
        newest.put(path, entry.modified());
        tree.put(path, entry);
    }

    // What a test does.

    void perform(CoordinationCall call) {
        stage.onLoop(connection, () -> connection.perform(call));
    }

    /// Begins a transaction.
    Token submit(Op... ops) {
        Token token = token("submit");
        perform(new CoordinationCall.Submit(token, Transaction.of(ops)));
        return token;
    }

    /// Performs a transaction that must be committed; returns the versions.
    List<Integer> done(Op... ops) {
        Token token = submit(ops);
        assertThat(answer(token)).isInstanceOf(CoordinationEvent.Done.class);
        return ((CoordinationEvent.Done) answer(token)).versions();
    }

    /// Performs a transaction that must be refused; returns why.
    CoordinationEvent.Refused refused(Op... ops) {
        Token token = submit(ops);
        assertThat(answer(token)).isInstanceOf(CoordinationEvent.Refused.class);
        return (CoordinationEvent.Refused) answer(token);
    }

    Optional<Versioned> read(NodePath path) {
        Token token = beginRead(path);
        assertThat(answer(token)).isInstanceOf(CoordinationEvent.ReadDone.class);
        return ((CoordinationEvent.ReadDone) answer(token)).entry();
    }

    Token beginRead(NodePath path) {
        Token token = token("read");
        perform(new CoordinationCall.Read(token, path));
        return token;
    }

    /// Performs a sync that must be done; returns its token.
    Token sync() {
        Token token = token("sync");
        perform(new CoordinationCall.Sync(token));
        assertThat(answer(token)).isEqualTo(new CoordinationEvent.Done(token, List.of()));
        return token;
    }

    /// Mirrors the subtree and waits for its snapshot.
    CoordinationEvent.Snapshot mirror(NodePath subtree) {
        perform(new CoordinationCall.Mirror(subtree));
        stage.await("the snapshot of " + subtree, () -> !snapshots(subtree).isEmpty());
        return snapshots(subtree).getFirst();
    }

    Token token(String what) {
        return new Token(what + "#" + ++tokens);
    }

    /// Waits for the answer and returns it.
    CoordinationEvent answer(Token token) {
        stage.await("an answer to " + token, () -> !answers(token).isEmpty());
        return answers(token).getFirst();
    }

    void await(String what, Predicate<Client> condition) {
        stage.await(what, () -> condition.test(this));
    }

    void loseConnection() {
        stage.loseConnection(connection);
    }

    void restoreConnection() {
        stage.restoreConnection(connection);
    }

    @Override
    public void close() {
        stage.onLoop(connection, connection::close);
    }

    // What a test looks at.

    synchronized List<CoordinationEvent> events() {
        return List.copyOf(events);
    }

    synchronized List<CoordinationEvent> answers(Token token) {
        return events.stream().filter(event -> token.equals(tokenOf(event))).toList();
    }

    synchronized List<CoordinationEvent.Snapshot> snapshots(NodePath subtree) {
        return events.stream()
                .filter(CoordinationEvent.Snapshot.class::isInstance)
                .map(CoordinationEvent.Snapshot.class::cast)
                .filter(snapshot -> snapshot.subtree().equals(subtree))
                .toList();
    }

    synchronized boolean sees(NodePath path, String content) {
        Versioned entry = tree.get(path);
        return entry != null && entry.data().equals(Bytes.of(content));
    }

    synchronized boolean sees(NodePath path) {
        return tree.containsKey(path);
    }

    synchronized SortedMap<NodePath, Versioned> tree() {
        return new TreeMap<>(tree);
    }

    synchronized boolean leads() {
        return leads;
    }

    synchronized List<String> brokenPromises() {
        return List.copyOf(broken);
    }

    private static Token tokenOf(CoordinationEvent event) {
        return switch (event) {
            case CoordinationEvent.Done done -> done.token();
            case CoordinationEvent.Refused refused -> refused.token();
            case CoordinationEvent.Unknown unknown -> unknown.token();
            case CoordinationEvent.ReadDone read -> read.token();
            case CoordinationEvent.Snapshot _, CoordinationEvent.Changed _, CoordinationEvent.Gone _,
                    CoordinationEvent.Stale _, CoordinationEvent.Elected _, CoordinationEvent.Deposed _ ->
                    new Token("");
        };
    }
}
