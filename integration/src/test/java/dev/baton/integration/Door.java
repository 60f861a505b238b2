package dev.baton.integration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A port of this machine's 127.0.0.1 through which a port of 127.0.0.1 in a network namespace is reached. It is no
/// part of the machine there: no accident to its network closes it.
///
/// One virtual thread for each direction of each connection.
final class Door implements AutoCloseable {

    private final ServerSocket outside = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final NetworkNamespace network;
    private final int inside;

    /// Opens it.
    ///
    /// @param inside the port that it leads to
    Door(NetworkNamespace network, int inside) throws IOException {
        this.network = network;
        this.inside = inside;
        Thread.ofVirtual().name("door").start(this::accept);
    }

    /// Returns the port that leads in.
    int port() {
        return outside.getLocalPort();
    }

    private void accept() {
        while (!outside.isClosed()) {
            try {
                Socket near = outside.accept();
                Thread.ofVirtual().start(() -> lead(near));
            } catch (IOException e) {
                // Closed with the cluster.
            }
        }
    }

    private void lead(Socket near) {
        try (near; Socket far = network.connect(inside)) {
            Thread back = Thread.ofVirtual().start(() -> pump(far, near));
            pump(near, far);
            back.join();
        } catch (IOException e) {
            // Nobody listens: the near end learns it by the close.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(Socket source, Socket target) {
        try {
            source.getInputStream().transferTo(target.getOutputStream());
            target.shutdownOutput();
        } catch (IOException e) {
            close(source);
            close(target);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as closed as it can be.
        }
    }

    @Override
    public void close() {
        try {
            outside.close();
        } catch (IOException e) {
            // Nobody can come in any more either way.
        }
    }
}
