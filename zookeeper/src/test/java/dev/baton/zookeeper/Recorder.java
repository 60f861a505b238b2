package dev.baton.zookeeper;

import static org.awaitility.Awaitility.await;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import dev.baton.coordination.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// A client on a loop of its own that writes down what it is told.
final class Recorder implements AutoCloseable {

    private final AtomicInteger tokens = new AtomicInteger();
    private final List<CoordinationEvent> events = new CopyOnWriteArrayList<>();
    private final Loop loop;
    private final Coordination client;

    Recorder(ClientConfig config) {
        this((loop, listener) -> new ZooKeeperCoordination(config, loop, listener));
    }

    Recorder(BiFunction<Loop, Coordination.Listener, Coordination> connect) {
        loop = new Loop("recorder");
        client = connect.apply(loop, events::add);
    }

    Coordination client() {
        return client;
    }

    List<CoordinationEvent> events() {
        return events;
    }

    void perform(CoordinationCall call) {
        loop.accept(() -> client.perform(call));
    }

    Token submit(Op... ops) {
        var token = new Token("submit#" + tokens.incrementAndGet());
        perform(new CoordinationCall.Submit(token, Transaction.of(ops)));
        return token;
    }

    /// Returns the answer to a transaction.
    CoordinationEvent answerTo(Op... ops) {
        return answer(submit(ops));
    }

    CoordinationEvent answer(Token token) {
        return awaitEvent("an answer to " + token, event -> switch (event) {
            case CoordinationEvent.Done done -> done.token().equals(token);
            case CoordinationEvent.Refused refused -> refused.token().equals(token);
            case CoordinationEvent.Unknown unknown -> unknown.token().equals(token);
            case CoordinationEvent.ReadDone read -> read.token().equals(token);
            case CoordinationEvent.Snapshot _, CoordinationEvent.Changed _, CoordinationEvent.Gone _,
                    CoordinationEvent.Stale _, CoordinationEvent.Elected _, CoordinationEvent.Deposed _ -> false;
        });
    }

    /// Writes until a write is acknowledged.
    void awaitWrite(NodePath path) {
        await("an acknowledged write").atMost(Ensemble.PATIENCE).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5)).until(() ->
                        answerTo(new Op.SetData(path, Bytes.EMPTY, Op.ANY_VERSION)) instanceof CoordinationEvent.Done);
    }

    CoordinationEvent awaitEvent(String what, Predicate<CoordinationEvent> wanted) {
        await(what).atMost(Ensemble.PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2))
                .until(() -> events.stream().anyMatch(wanted));
        return events.stream().filter(wanted).findFirst().orElseThrow();
    }

    /// Waits for the given events to be the only ones of their classes, in this order.
    void awaitInOrder(CoordinationEvent... wanted) {
        await(List.of(wanted) + " among " + events).atMost(Ensemble.PATIENCE).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2)).until(() ->
                        events.stream().filter(List.of(wanted)::contains).toList().equals(List.of(wanted)));
    }

    @Override
    public void close() {
        loop.accept(client::close);
        loop.close();
    }
}
