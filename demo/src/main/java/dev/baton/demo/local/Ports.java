package dev.baton.demo.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Free ports and addresses of this machine. Below the range from which the system takes ports for outgoing
/// connections, so that none of those comes between choosing a port and listening on it.
final class Ports {

    private static final int LOWEST = 15_000;
    private static final int BEYOND = 30_000;
    private static final int TRIES = 1_000;

    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Set<Integer> given = new TreeSet<>();

    /// Returns the wanted port when it is free on 127.0.0.1, otherwise another.
    ///
    /// @throws IOException if none is free
    int preferably(int wanted) throws IOException {
        return given.add(wanted) && isFree("127.0.0.1", wanted) ? wanted : any();
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
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
