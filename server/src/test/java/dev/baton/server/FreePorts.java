package dev.baton.server;

import dev.baton.zookeeper.PeerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Ports of loopback that nobody uses now.
final class FreePorts {

    private FreePorts() {}

    /// Returns where so many peers may listen.
    static List<PeerAddress> peers(int count) {
        List<Integer> ports = some(3 * count);
        return IntStream.range(0, count).mapToObj(i -> new PeerAddress(i + 1, "127.0.0.1", ports.get(3 * i),
                ports.get(3 * i + 1), ports.get(3 * i + 2))).toList();
    }

    /// Taken all together, so that no two are the same.
    private static List<Integer> some(int count) {
        if (count == 0) {
            return new ArrayList<>();
        }
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            List<Integer> ports = some(count - 1);
            ports.add(socket.getLocalPort());
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
