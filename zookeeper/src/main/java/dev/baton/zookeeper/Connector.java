package dev.baton.zookeeper;

import dev.baton.coordination.NodePath;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one link to one server of the list, first to last, and again from the first when it is lost. A link is ready
/// when a write of this client was committed through it.
///
/// While the machine's own peer takes part in an election, its clients wait for it instead of trying others: those are
/// in the same election. Otherwise each change of the ensemble's leader would scatter the clients over the machines,
/// and the next loss of a machine would be felt on all.
///
/// On the client's loop only.
final class Connector implements Link.Listener {

    /// What the client's other parts need to know.
    interface Listener {

        /// A link serves, and shows all that this client has seen before.
        void ready(Link link);

        /// The link that was ready is lost.
        void lost();

        /// Something below a watched entry happened.
        void changed(Link link, EventType what, NodePath path);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    /// Between two rounds through the list. An election among the peers takes some 200 ms.
    private static final Duration PAUSE = Duration.ofMillis(50);

    /// How often to look whether the own peer serves again.
    private static final Duration GLANCE = Duration.ofMillis(10);

    /// How long to wait for the own peer when it served before: several elections, and well below any lease.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /// The same when the program starts, when no lease is running out and other machines may start later.
    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(5);

    /// How long a server may take to answer the first time: until then this program has done no handshake, and reads
    /// all that belongs to one.
    private static final Duration FIRST_TLS = Duration.ofSeconds(3);

    private final ClientConfig config;
    private final Consumer<Runnable> loop;
    private final Timer timer;
    private final Listener listener;
    private final BooleanSupplier ownPeerElects;

    private List<InetSocketAddress> servers;
    private @Nullable Link link;
    private Link.@Nullable Session session;
    private int next;
    private boolean ready;
    private boolean cut;
    private boolean closed;
    private Runnable cancelOpening = () -> {};
    private Runnable cancelPatience = () -> {};
    private Runnable cancelGivingUp = () -> {};
    private boolean patient;
    private boolean rootMissed;

    Connector(ClientConfig config, Consumer<Runnable> loop, Timer timer, Listener listener,
            BooleanSupplier ownPeerElects) {
        this.config = config;
        this.servers = config.servers();
        this.loop = loop;
        this.timer = timer;
        this.listener = listener;
        this.ownPeerElects = ownPeerElects;
    }

    /// Begins to connect.
    void start() {
        bePatient(PATIENCE_AT_START);
        open();
    }

    private void bePatient(Duration time) {
        cancelPatience.run();
        patient = true;
        cancelPatience = timer.after(time, () -> patient = false);
    }

    private void openAfter(Duration pause) {
        cancelOpening.run();
        cancelOpening = timer.after(pause, this::open);
    }

    /// Tries the next server, unless there is a link.
    private void open() {
        if (closed || cut || link != null) {
            return;
        }
        if (patient && ownPeerElects.getAsBoolean()) {
            next = 0;
            openAfter(GLANCE);
            return;
        }
        InetSocketAddress server = servers.get(next);
        next = (next + 1) % servers.size();
        LOG.debug("trying the coordination server {}", server);
        try {
            var fresh = new Link(server, config, session, loop, this);
            link = fresh;
            if (!fresh.waitsForSession()) {
                commit(fresh);
            }
            boolean first = session == null && config.tls().isPresent();
            cancelGivingUp = timer.after(first ? FIRST_TLS : config.connecting(), () -> lost(fresh));
        } catch (IOException e) {
            LOG.warn("no connection to the coordination server {}: {}", server, e.getMessage());
            openAfter(PAUSE);
        }
    }

    @Override
    public void connected(Link connected) {
        if (link == connected && !ready) {
            cancelGivingUp.run();
            cancelGivingUp = timer.after(config.answer(), () -> lost(connected));
            session = connected.session();
            LOG.debug("connected, with session {}", Long.toHexString(session.id()));
            if (connected.waitsForSession()) {
                commit(connected);
            }
        }
    }

    /// Sent with the connection itself; ZooKeeper tells a connection that fails at once only by what was sent with it.
    private void commit(Link through) {
        through.set(InternalPaths.BARRIER, (code, _) -> {
            switch (code) {
                case OK -> serve(through);
                case NONODE -> prepare(through);
                case NOAUTH -> serveNothing(through);
                default -> lost(through);
            }
        });
    }

    private void serveNothing(Link through) {
        LOG.error("the coordination tree belongs to a cluster with another secret: everything is refused");
        serve(through);
    }

    /// Makes the engine's own entries. The root goes first: from then on the world may do nothing. In an ensemble that
    /// serves others too, it is an entry of theirs, made here if it is not there.
    private void prepare(Link through) {
        if (!config.root().equals(NodePath.ROOT)) {
            through.create(NodePath.ROOT, new byte[0], CreateMode.PERSISTENT, (code, _) -> {
                if (!rootMissed && (code == Code.NONODE || code == Code.NOAUTH)) {
                    rootMissed = true;
                    LOG.error("{} cannot be made in the coordination ensemble ({}): somebody who may must make it, or "
                            + "what is above it", config.root(), code);
                }
            });
        }
        through.claim(NodePath.ROOT, (_, _) -> {});
        for (NodePath path : List.of(InternalPaths.TOP, InternalPaths.ELECTION)) {
            through.create(path, new byte[0], CreateMode.PERSISTENT, (_, _) -> {});
        }
        through.create(InternalPaths.BARRIER, new byte[0], CreateMode.PERSISTENT, (code, _) -> {
            switch (code) {
                case OK, NODEEXISTS -> commit(through);
                case NOAUTH -> serveNothing(through);
                default -> lost(through);
            }
        });
    }

    private void serve(Link through) {
        if (link == through && !ready) {
            ready = true;
            cancelGivingUp.run();
            LOG.debug("the coordination server serves");
            listener.ready(through);
        }
    }

    @Override
    public void lost(Link lost) {
        if (link == lost) {
            boolean served = ready;
            LOG.debug("the connection to the coordination server is lost; it served: {}", served);
            leave();
            if (served) {
                bePatient(PATIENCE);
            }
            if (next == 0 && !served) {
                openAfter(PAUSE);
            } else {
                open();
            }
        }
    }

    @Override
    public void expired(Link expired) {
        if (link == expired) {
            session = null;
            lost(expired);
        }
    }

    @Override
    public void changed(Link from, EventType what, NodePath path) {
        if (ready && link == from) {
            listener.changed(from, what, path);
        }
    }

    private void leave() {
        Link left = link;
        if (left != null) {
            link = null;
            cancelGivingUp.run();
            left.abandon();
        }
        if (ready) {
            ready = false;
            next = 0;
            listener.lost();
        }
    }

    /// Looks for servers here from now on; a link to one that is not among them is left.
    ///
    /// @param others at least one
    void follow(List<InetSocketAddress> others) {
        servers = List.copyOf(others);
        next = 0;
        Link now = link;
        if (now != null && !servers.contains(now.server())) {
            lost(now);
        }
    }

    /// Leaves a link that is of no use, and looks for another.
    void drop() {
        Link now = link;
        if (now != null) {
            lost(now);
        }
    }

    /// Reaches no server any more, and tells none.
    void cut() {
        cut = true;
        leave();
    }

    /// Ends [#cut].
    void restore() {
        cut = false;
        start();
    }

    /// Returns the server through which this client works now; empty while there is none.
    Optional<InetSocketAddress> server() {
        Link now = link;
        return now != null && ready ? Optional.of(now.server()) : Optional.empty();
    }

    /// Returns the session, if there is one: for tests that end it.
    Optional<Link.Session> session() {
        return Optional.ofNullable(session);
    }

    /// Ends the session. Then runs `afterwards`, on any thread.
    void close(Runnable afterwards) {
        closed = true;
        Link now = link;
        if (now != null) {
            link = null;
            now.close(afterwards);
        } else {
            afterwards.run();
        }
    }
}
