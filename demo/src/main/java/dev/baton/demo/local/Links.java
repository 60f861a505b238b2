package dev.baton.demo.local;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The wires between the machines of a cluster on one machine: each node reaches each other node's coordination peer
/// through forwarders of its own, so that a node can be cut off as a pulled cable would: connections stay open and
/// silent, new ones are taken and get no answer, and what was sent meanwhile arrives when the cable is back.
///
/// One virtual thread for each direction of each connection.
final class Links implements AutoCloseable {

    /// ZooKeeper's first message to another voter begins with a negative version and names the sender's address, which
    /// the receiver calls back: through the forwarder of that direction, or it would go around the cut.
    private static final int LONGEST_ADDRESS = 1_024;

    /// A voter opens its quorum port when it begins to lead, which its followers may know a moment before it does. A
    /// refused connection they try again; one that was taken and then broken makes them elect anew, and this end has
    /// taken theirs already.
    private static final Duration BEGINS_TO_LEAD = Duration.ofSeconds(1);

    /// The far end of a wire.
    ///
    /// @param opens    how long to wait for it to listen
    /// @param callBack the port at which the far end finds the near one, which the first message names; 0 where it
    ///                 names none
    private record Far(int port, Duration opens, int callBack) {}

    private final Map<String, Peer> peers;
    private final Map<String, SortedMap<String, Peer>> seen = new TreeMap<>();
    private final List<ServerSocket> listening = Collections.synchronizedList(new ArrayList<>());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<String> cut = new java.util.HashSet<>();

    /// @param nodes every node, voter or not
    /// @param peers every voter by its node, with the ports it really listens on
    /// @throws IOException if no port is free
    Links(Collection<String> nodes, Map<String, Peer> peers) throws IOException {
        this.peers = new TreeMap<>(peers);
        for (String from : nodes) {
            SortedMap<String, Peer> view = new TreeMap<>();
            for (String to : peers.keySet()) {
                view.put(to, from.equals(to) ? peer(to) : new Peer("127.0.0.1", listen(), listen(), listen()));
            }
            seen.put(from, view);
        }
        for (String from : nodes) {
            for (String to : peers.keySet()) {
                if (!from.equals(to)) {
                    wire(from, to);
                }
            }
        }
    }

    /// Returns the ports at which `from` finds each voter.
    SortedMap<String, Peer> seenFrom(String from) {
        return java.util.Objects.requireNonNull(seen.get(from), "no node " + from);
    }

    /// Pulls the cables of exactly these nodes; the others' are in.
    synchronized void cut(Collection<String> nodes) {
        cut.clear();
        cut.addAll(nodes);
        notifyAll();
    }

    private synchronized void awaitWire(String from, String to) {
        while (cut.contains(from) || cut.contains(to)) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Peer peer(String node) {
        return java.util.Objects.requireNonNull(peers.get(node), "no node " + node);
    }

    private int listen() throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listening.add(socket);
        return socket.getLocalPort();
    }

    private void wire(String from, String to) {
        Peer entry = java.util.Objects.requireNonNull(seenFrom(from).get(to));
        Peer back = seenFrom(to).get(from);
        accept(entry.clientPort(), from, to, new Far(peer(to).clientPort(), Duration.ZERO, 0));
        accept(entry.quorumPort(), from, to, new Far(peer(to).quorumPort(), BEGINS_TO_LEAD, 0));
        accept(entry.electionPort(), from, to, new Far(peer(to).electionPort(), Duration.ZERO,
                back == null ? 0 : back.electionPort()));
    }

    private void accept(int at, String from, String to, Far end) {
        ServerSocket server = listening.stream().filter(socket -> socket.getLocalPort() == at).findFirst()
                .orElseThrow();
        Thread.ofVirtual().name("link " + from + " " + to).start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket near = server.accept();
                    open.add(near);
                    Thread.ofVirtual().start(() -> connect(near, from, to, end));
                } catch (IOException e) {
                    // Closed with the cluster; or this one connection failed, which its client notices.
                }
            }
        });
    }

    private void connect(Socket near, String from, String to, Far end) {
        try (Socket far = reach(from, to, end)) {
            near.setTcpNoDelay(true);
            if (end.callBack() != 0) {
                introduce(near.getInputStream(), far.getOutputStream(), end.callBack());
            }
            Thread back = Thread.ofVirtual().start(() -> pump(far, near, from, to));
            pump(near, far, from, to);
            back.join();
            open.remove(far);
        } catch (IOException e) {
            // The other end is not there: the near end learns it by the close below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(near);
        }
    }

    private Socket reach(String from, String to, Far end) throws IOException {
        AtomicReference<@Nullable Socket> reached = new AtomicReference<>();
        Waiting.until(end.opens(), () -> {
            awaitWire(from, to);
            reached.set(tryReach(end.port()));
            return reached.get() != null;
        });
        Socket far = reached.get();
        if (far == null) {
            throw new ConnectException("nobody listens at " + end.port());
        }
        open.add(far);
        far.setTcpNoDelay(true);
        return far;
    }

    private static @Nullable Socket tryReach(int port) throws IOException {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (ConnectException refused) {
            return null;
        }
    }

    /// Hands on a voter's first message, with the port `callBack` of this host in the place of the sender's address.
    ///
    /// @throws IOException if it is none
    static void introduce(InputStream near, OutputStream far, int callBack) throws IOException {
        DataInputStream in = new DataInputStream(near);
        DataOutputStream out = new DataOutputStream(far);
        long version = in.readLong();
        out.writeLong(version);
        if (version < 0) {
            out.writeLong(in.readLong());
            int length = in.readInt();
            if (length < 0 || length > LONGEST_ADDRESS) {
                throw new IOException("an address of " + length + " bytes");
            }
            in.readFully(new byte[length]);
            byte[] address = ("127.0.0.1:" + callBack).getBytes(StandardCharsets.UTF_8);
            out.writeInt(address.length);
            out.write(address);
        }
        out.flush();
    }

    private void pump(Socket source, Socket target, String from, String to) {
        byte[] buffer = new byte[16_384];
        try {
            InputStream in = source.getInputStream();
            OutputStream out = target.getOutputStream();
            int read = in.read(buffer);
            while (read >= 0) {
                awaitWire(from, to);
                out.write(buffer, 0, read);
                read = in.read(buffer);
            }
            awaitWire(from, to);
            target.shutdownOutput();
        } catch (IOException e) {
            awaitWire(from, to);
            close(source);
            close(target);
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }

    @Override
    public void close() {
        cut(List.of());
        for (ServerSocket socket : List.copyOf(listening)) {
            try {
                socket.close();
            } catch (IOException e) {
                // Closed is closed.
            }
        }
        List.copyOf(open).forEach(this::close);
    }
}
