package dev.baton.coordination.ports;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Ports of this machine at which nobody listens. Below the range from which the system takes ports for outgoing
/// connections, so that none of those comes between choosing a port and listening at it, or between two lives of a
/// server. No port is given twice in one life of the JVM. Thread-safe.
public final class FreePorts {

    private static final int LOWEST = 15_000;
    private static final int BEYOND = 30_000;

    private static final RandomGenerator RANDOM = RandomGenerator.getDefault();
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /// Returns a port that is free at every address of this machine.
    public static int one() {
        int port = RANDOM.nextInt(LOWEST, BEYOND);
        while (!GIVEN.add(port) || !isFree(port)) {
            port = RANDOM.nextInt(LOWEST, BEYOND);
        }
        return port;
    }

    /// Returns so many different ports.
    public static List<Integer> some(int count) {
        return IntStream.range(0, count).map(i -> one()).boxed().toList();
    }

    /// Returns the first of so many ports in a row.
    public static int row(int count) {
        int first = one();
        while (!IntStream.range(first + 1, first + count).allMatch(port -> GIVEN.add(port) && isFree(port))) {
            first = one();
        }
        return first;
    }

    private static boolean isFree(int port) {
        // Not by listening: a process that is begun meanwhile inherits the socket for a while, and would keep the port.
        try (SocketChannel look = SocketChannel.open()) {
            look.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
