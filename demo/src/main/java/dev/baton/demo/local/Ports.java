package dev.baton.demo.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Free ports and addresses of this machine. Below the range from which the system takes ports for outgoing
/// connections, so that none of those comes between choosing a port and listening on it.
final class Ports {

    private static final int LOWEST = 15_000;
    private static final int BEYOND = 30_000;
    private static final int TRIES = 1_000;

    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Set<Integer> given = new TreeSet<>();
    private @Nullable ServerSocket kept;

    /// Returns the wanted port when it is free on 127.0.0.1, otherwise another. The wanted one is kept from others who
    /// may want the same until [#release].
    ///
    /// @throws IOException if none is free
    int preferably(int wanted) throws IOException {
        if (given.add(wanted)) {
            ServerSocket socket = new ServerSocket();
            try {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
                kept = socket;
                return wanted;
            } catch (IOException taken) {
                socket.close();
            }
        }
        return any();
    }

    /// Gives the wanted port to whoever listens next.
    void release() throws IOException {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    /// Returns a port that is free on 127.0.0.1 and was not returned before.
    ///
    /// @throws IOException if none is free
    int any() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = random.nextInt(LOWEST, BEYOND);
            if (given.add(port) && isFree("127.0.0.1", port)) {
                return port;
            }
        }
        throw new IOException("no port between " + LOWEST + " and " + BEYOND + " is free");
    }

    /// Returns `127.x.y.`, such that the port is free at its first `count` addresses.
    ///
    /// @throws IOException if there is none
    String network(int count, int port) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            String network = "127." + random.nextInt(16, 250) + "." + random.nextInt(1, 250) + ".";
            boolean free = true;
            for (int host = 1; host <= count; host++) {
                free &= isFree(network + host, port);
            }
            if (free) {
                return network;
            }
        }
        throw new IOException("port " + port + " is in use at every loopback address");
    }

    private static boolean isFree(String host, int port) {
        // Not by listening: a process that is begun meanwhile inherits the socket for a while, and would keep the port.
        try (SocketChannel look = SocketChannel.open()) {
            look.setOption(StandardSocketOptions.SO_REUSEADDR, true)
                    .bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
