package dev.baton.zookeeper;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Transaction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.StaticHostProvider;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/// One connection to one server, for one session. A link is used once: when it is lost the client takes the next server
/// with a new link, because a ZooKeeper handle that reconnects by itself first waits for up to a second.
///
/// A server performs one link's requests in order and tells changes and answers in the order in which they happened to
/// it; so an answer to a read comes after every change that happened before the read.
///
/// Threads: to be used on the client's loop; ZooKeeper's threads only hand over to that loop. After [#abandon] or
/// [#close] nothing comes.
final class Link {

    /// What a link tells besides answers.
    interface Listener {

        /// The server accepted the session.
        void connected(Link link);

        /// The connection failed or was lost; the link is of no more use.
        void lost(Link link);

        /// The session has ended; the link is of no more use.
        void expired(Link link);

        /// Something below a watched entry happened; never `None`.
        void changed(Link link, EventType what, NodePath path);
    }

    /// Receives the result code and, with `OK` or a refused transaction, the value.
    interface Answer<T> {

        void on(Code code, @Nullable T value);
    }

    /// A session to take up again.
    record Session(long id, Bytes password) {}

    /// The content of an entry.
    record Found(Bytes data, Stat stat) {}

    /// A handle whose threads can be ended without ending the session.
    private static final class Handle extends ZooKeeper {

        Handle(InetSocketAddress server, int session, Watcher watcher, ZKClientConfig config) throws IOException {
            super(text(server), session, watcher, false, provider(server), config);
        }

        Handle(InetSocketAddress server, int session, Watcher watcher, ZKClientConfig config, Session old)
                throws IOException {
            super(text(server), session, watcher, old.id(), old.password().toArray(), false, provider(server), config);
        }

        @Override
        public synchronized void close() {
            try {
                super.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void abandon() {
            cnxn.disconnect();
        }

        private static String text(InetSocketAddress server) {
            return server.getHostString() + ":" + server.getPort();
        }

        private static StaticHostProvider provider(InetSocketAddress server) {
            return new StaticHostProvider(List.of(server));
        }

    }

    /// Returns how a client speaks.
    static ZKClientConfig settings(Optional<EngineTls> tls) {
        var settings = new ZKClientConfig();
        settings.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        tls.filter(EngineTls::speaks).ifPresent(spoken -> {
            settings.setProperty(ZKClientConfig.SECURE_CLIENT, "true");
            settings.setProperty(ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, NETTY);
            // Here it means that the platform compares the server's name with its certificate (RFC 9110).
            settings.setProperty("zookeeper.fips-mode", "true");
            spoken.stores("zookeeper.ssl.").forEach(settings::setProperty);
        });
        return settings;
    }

    private static final String NETTY = "org.apache.zookeeper.ClientCnxnSocketNetty";

    private final InetSocketAddress server;
    private final Consumer<Runnable> loop;
    private final Listener listener;
    private final Handle handle;
    private final ClusterSecret secret;
    private final NodePath root;
    private final boolean secured;

    /// One object for every watch: ZooKeeper tells each watcher once, and of lost connections tells all.
    private final Watcher watcher = this::on;

    private boolean ended;

    Link(InetSocketAddress server, ClientConfig config, @Nullable Session old, Consumer<Runnable> loop,
            Listener listener) throws IOException {
        this.server = server;
        this.loop = loop;
        this.listener = listener;
        int session = Math.toIntExact(config.session().toMillis());
        ZKClientConfig settings = settings(config.tls());
        handle = old == null ? new Handle(server, session, watcher, settings)
                : new Handle(server, session, watcher, settings, old);
        secret = config.secret();
        root = config.root();
        secured = config.tls().filter(EngineTls::speaks).isPresent();
        if (secured) {
            lookWhetherItFails();
        } else {
            showSecret();
        }
    }

    /// ZooKeeper's server with TLS may answer a secret that it is shown together with the session's request before that
    /// request, which its client does not understand. So it is shown afterwards; something else has to be sent first,
    /// because of a connection that fails at once ZooKeeper tells only by what was sent with it.
    private void lookWhetherItFails() {
        handle.exists(NodePath.ROOT.value(), false, (rc, _, _, _) -> {
            if (Code.get(rc) == Code.CONNECTIONLOSS) {
                post(() -> listener.lost(this));
            }
        }, null);
    }

    private void showSecret() {
        handle.addAuthInfo("digest", secret.digest());
    }

    /// Returns whether requests wait for [Listener#connected].
    boolean waitsForSession() {
        return secured;
    }

    private void on(WatchedEvent event) {
        post(() -> {
            switch (event.getType()) {
                case None -> {
                    switch (event.getState()) {
                        case SyncConnected -> connected();
                        case Expired -> listener.expired(this);
                        case Disconnected, Closed, AuthFailed -> listener.lost(this);
                        case ConnectedReadOnly, SaslAuthenticated -> {}
                        default -> throw new IllegalStateException("a connection cannot be in " + event.getState());
                    }
                }
                case NodeCreated, NodeDeleted, NodeDataChanged, NodeChildrenChanged ->
                        listener.changed(this, event.getType(), named(event.getPath()));
                case DataWatchRemoved, ChildWatchRemoved, PersistentWatchRemoved -> {}
            }
        });
    }

    /// What the servers call an entry.
    private String at(NodePath path) {
        return root.equals(NodePath.ROOT) ? path.value() : path.equals(NodePath.ROOT) ? root.value()
                : root.value() + path.value();
    }

    /// The entry that the servers call so.
    private NodePath named(String there) {
        return root.equals(NodePath.ROOT) ? new NodePath(there) : there.length() == root.value().length()
                ? NodePath.ROOT : new NodePath(there.substring(root.value().length()));
    }

    private void connected() {
        if (secured) {
            showSecret();
        }
        listener.connected(this);
    }

    private void post(Runnable action) {
        loop.accept(() -> {
            if (!ended) {
                action.run();
            }
        });
    }

    /// Returns the server's address.
    InetSocketAddress server() {
        return server;
    }

    /// Returns the session, once connected.
    Session session() {
        return new Session(handle.getSessionId(), Bytes.of(handle.getSessionPasswd()));
    }

    /// Forgets the connection without a word to the server, which keeps the session for its time.
    void abandon() {
        ended = true;
        Thread.ofVirtual().name("coordination-abandon").start(handle::abandon);
    }

    /// Ends the session: the server forgets the client at once, if it can be reached. Then runs `afterwards`, on
    /// another thread.
    void close(Runnable afterwards) {
        ended = true;
        Thread.ofVirtual().name("coordination-close").start(() -> {
            handle.close();
            afterwards.run();
        });
    }

    void multi(Transaction transaction, Answer<List<OpResult>> answer) {
        handle.multi(Outcomes.translate(transaction, this::at), (rc, _, _, results) -> post(() ->
                answer.on(Code.get(rc), results)), null);
    }

    void get(NodePath path, Answer<Found> answer) {
        handle.getData(at(path), false, (rc, _, _, data, stat) -> {
            Found found = rc == 0 ? new Found(data == null ? Bytes.EMPTY : Bytes.of(data), stat) : null;
            post(() -> answer.on(Code.get(rc), found));
        }, null);
    }

    void children(NodePath path, boolean watch, Answer<List<String>> answer) {
        handle.getChildren(at(path), watch, (rc, _, _, names) -> post(() -> answer.on(Code.get(rc), names)), null);
    }

    /// Answers when everything that had happened at the server before this call has been told.
    void marker(Runnable reached) {
        handle.exists(NodePath.ROOT.value(), false, (rc, _, _, _) -> post(() -> {
            if (isAnswer(Code.get(rc))) {
                reached.run();
            } else {
                giveUp();
            }
        }), null);
    }

    /// Whether a read was answered by the server. Every other code is the client's own and says nothing of the tree:
    /// when a connection is lost, ZooKeeper gives it to each call under way, and only then tells that it is lost.
    static boolean isAnswer(Code code) {
        return code == Code.OK || code == Code.NONODE || code == Code.NOAUTH;
    }

    /// Tells that this link is of no more use. To be called on the loop.
    void giveUp() {
        listener.lost(this);
    }

    /// Watches an entry, which need not exist, and all below it.
    void watch(NodePath subtree) {
        handle.addWatch(at(subtree), watcher, AddWatchMode.PERSISTENT_RECURSIVE, (_, _, _) -> {}, null);
    }

    void set(NodePath path, Answer<Stat> answer) {
        handle.setData(at(path), new byte[0], -1, (rc, _, _, stat) -> post(() ->
                answer.on(Code.get(rc), stat)), null);
    }

    void create(NodePath path, byte[] data, CreateMode mode, Answer<String> answer) {
        handle.create(at(path), data, Ids.CREATOR_ALL_ACL, mode, (rc, _, _, name) -> post(() ->
                answer.on(Code.get(rc), name)), null);
    }

    void delete(NodePath path, Answer<Void> answer) {
        handle.delete(at(path), -1, (rc, _, _) -> post(() -> answer.on(Code.get(rc), null)), null);
    }

    /// Takes the entry from the world and gives it to those with the secret.
    void claim(NodePath path, Answer<Stat> answer) {
        handle.setACL(at(path), Ids.CREATOR_ALL_ACL, -1, (rc, _, _, stat) -> post(() ->
                answer.on(Code.get(rc), stat)), null);
    }
}
