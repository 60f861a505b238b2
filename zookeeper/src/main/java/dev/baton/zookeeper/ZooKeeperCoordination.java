package dev.baton.zookeeper;

import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.CoordinationEvent.Refusal;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Token;
import dev.baton.coordination.Transaction;
import dev.baton.zookeeper.Outcomes.Outcome;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/// The coordination port on ZooKeeper: one client, its calls, mirrors and candidature.
///
/// While there is no connection, calls wait for one, at most for the time an answer may take. A write that was sent and
/// not answered is `Unknown`; it is never sent again. After every connect a committed write goes ahead of everything
/// else: it brings the server, which may be another one than before, up to all that this client has seen.
///
/// To be used on the caller's loop, which also receives the events.
public final class ZooKeeperCoordination implements Coordination {

    /// One call to be answered.
    private static final class Pending {

        private final CoordinationCall call;

        /// What to answer when the connection is lost: unknown, until the engine has said more.
        private CoordinationEvent known;

        private Runnable cancelDeadline = () -> {};

        /// How many reads had been answered when it was last looked at.
        private long answers;

        Pending(CoordinationCall call, Token token) {
            this.call = call;
            this.known = new CoordinationEvent.Unknown(token);
        }
    }

    private final Consumer<Runnable> loop;
    private final Listener listener;
    private final Timer timer;
    private final Duration answer;
    private final Mirrors mirrors;
    private final Election election;
    private final Connector connector;

    /// Answered by nobody yet, in the order of the calls.
    private final Set<Pending> open = new LinkedHashSet<>();

    /// Of these, those not yet sent.
    private final Queue<Pending> waiting = new ArrayDeque<>();

    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private @Nullable Link link;
    private boolean closed;

    /// Makes a client and begins to connect.
    ///
    /// @param loop     runs what it is given, one after the other in that order; the only thread of this client
    /// @param listener receives the events, on the loop
    public ZooKeeperCoordination(ClientConfig config, Consumer<Runnable> loop, Listener listener) {
        this(config, loop, listener, () -> false);
    }

    /// As above, on a machine with a peer.
    ///
    /// @param ownPeerElects whether the peer, which is the first server of the configuration, runs without serving:
    ///                      then it is waited for, for a while. Cheap; asked on the loop
    ZooKeeperCoordination(ClientConfig config, Consumer<Runnable> loop, Listener listener,
            BooleanSupplier ownPeerElects) {
        this.loop = loop;
        this.listener = listener;
        this.answer = config.answer();
        this.timer = new Timer(loop);
        this.mirrors = new Mirrors(listener);
        this.election = new Election(listener);
        this.connector = new Connector(config, loop, timer, new Connected(), ownPeerElects);
        loop.accept(connector::start);
    }

    @Override
    public void perform(CoordinationCall call) {
        if (closed) {
            return;
        }
        switch (call) {
            case CoordinationCall.Submit(Token token, Transaction transaction) -> {
                int forbidden = Outcomes.firstForbidden(transaction);
                if (forbidden >= 0) {
                    tellLater(new CoordinationEvent.Refused(token, forbidden, Refusal.FORBIDDEN));
                } else {
                    begin(new Pending(call, token));
                }
            }
            case CoordinationCall.Read(Token token, NodePath path) -> {
                if (InternalPaths.hide(path)) {
                    tellLater(new CoordinationEvent.ReadDone(token, Optional.empty()));
                } else {
                    begin(new Pending(call, token));
                }
            }
            case CoordinationCall.Sync(Token token) -> begin(new Pending(call, token));
            case CoordinationCall.Mirror(NodePath subtree) -> mirrors.add(subtree);
            case CoordinationCall.Campaign(String candidate) -> election.stand(candidate);
            case CoordinationCall.Resign() -> {
                election.resign();
                onLoop(election::depose);
            }
        }
    }

    private void onLoop(Runnable action) {
        loop.accept(() -> {
            if (!closed) {
                action.run();
            }
        });
    }

    private void tellLater(CoordinationEvent event) {
        onLoop(() -> listener.on(event));
    }

    private void begin(Pending pending) {
        open.add(pending);
        pending.answers = mirrors.answers();
        pending.cancelDeadline = timer.after(answer, () -> overdue(pending));
        Link now = link;
        if (now == null) {
            waiting.add(pending);
        } else {
            send(now, pending);
        }
    }

    private void overdue(Pending pending) {
        if (!open.contains(pending)) {
            return;
        }
        if (pending.known instanceof CoordinationEvent.Unknown) {
            waiting.remove(pending);
            tell(pending, pending.known);
        } else if (mirrors.answers() != pending.answers) {
            // Committed, and among much else that is still being read.
            pending.answers = mirrors.answers();
            pending.cancelDeadline = timer.after(answer, () -> overdue(pending));
        } else {
            // Committed, but the mirror that must show it does not: it is stale, and the connection of no use.
            connector.drop();
        }
    }

    private void tell(Pending pending, CoordinationEvent event) {
        if (open.remove(pending)) {
            pending.cancelDeadline.run();
            listener.on(event);
        }
    }

    private void send(Link to, Pending pending) {
        switch (pending.call) {
            case CoordinationCall.Submit(Token token, Transaction transaction) ->
                    to.multi(transaction, (code, results) -> {
                        switch (Outcomes.translate(transaction, code, results)) {
                            case Outcome.Committed(List<Integer> versions) -> committed(to, pending, transaction,
                                    new CoordinationEvent.Done(token, versions));
                            case Outcome.Rejected(int opIndex, Refusal why) ->
                                    tell(pending, new CoordinationEvent.Refused(token, opIndex, why));
                            case Outcome.Open() -> tell(pending, pending.known);
                        }
                    });
            case CoordinationCall.Read(Token token, NodePath path) -> to.get(path, (code, found) -> {
                switch (code) {
                    case OK, NONODE -> tell(pending, new CoordinationEvent.ReadDone(token,
                            Optional.ofNullable(found).map(Mirrors::versioned)));
                    default -> tell(pending, pending.known);
                }
            });
            case CoordinationCall.Sync(Token token) -> to.set(InternalPaths.BARRIER, (_, stat) -> {
                if (stat == null) {
                    tell(pending, pending.known);
                } else {
                    mirrors.marker(to, () -> mirrors.whenLoaded(() ->
                            tell(pending, new CoordinationEvent.Done(token, List.of()))));
                }
            });
            case CoordinationCall.Mirror _, CoordinationCall.Campaign _, CoordinationCall.Resign _ ->
                    throw new IllegalStateException(pending.call + " has no answer to wait for");
        }
    }

    /// A mirrored write is told before it is done: the changes came before this answer and are being read; when the
    /// marker answers, they have been.
    private void committed(Link to, Pending pending, Transaction transaction, CoordinationEvent.Done done) {
        pending.known = done;
        if (transaction.ops().stream().anyMatch(op -> mirrors.show(op.path()))) {
            mirrors.marker(to, () -> tell(pending, done));
        } else {
            tell(pending, done);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            connector.close(() -> ended.complete(true));
            timer.close();
            open.clear();
            waiting.clear();
        }
    }

    /// Waits until the engine knows that this client is closed, at most for this time. Not on the loop.
    void awaitEnd(Duration atMost) {
        ended.copy().completeOnTimeout(false, atMost.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /// Looks for servers here from now on. Safe for threads.
    void follow(List<InetSocketAddress> servers) {
        onLoop(() -> connector.follow(servers));
    }

    /// Cuts this client off, as a pulled cable would: no server is reached, none is told. A fault for rehearsals. Safe
    /// for threads.
    void cut() {
        onLoop(connector::cut);
    }

    /// Ends [#cut]. Safe for threads.
    void restore() {
        onLoop(connector::restore);
    }

    /// Returns the connector, for tests that break the session or ask for the server.
    Connector connector() {
        return connector;
    }

    /// What the connector tells.
    private final class Connected implements Connector.Listener {

        @Override
        public void ready(Link fresh) {
            link = fresh;
            while (!waiting.isEmpty()) {
                send(fresh, waiting.remove());
            }
            mirrors.resume(fresh);
            election.resume(fresh);
        }

        @Override
        public void lost() {
            link = null;
            election.suspend();
            mirrors.suspend();
            for (Pending pending : List.copyOf(open)) {
                if (!waiting.contains(pending)) {
                    tell(pending, pending.known);
                }
            }
        }

        @Override
        public void changed(Link from, EventType what, NodePath path) {
            if (path.equals(InternalPaths.ELECTION)) {
                election.changed();
            } else {
                mirrors.changed(from, what, path);
            }
        }
    }
}
