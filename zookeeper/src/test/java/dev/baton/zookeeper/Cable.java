package dev.baton.zookeeper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A connection to a server that can be made silent: connections stay open and are accepted, but no byte comes through.
/// So a frozen machine looks from outside. Or it is torn while the server answers.
final class Cable implements AutoCloseable {

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition thawed = lock.newCondition();
    private boolean frozen;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger bytesOfNext = new AtomicInteger(Integer.MAX_VALUE);

    Cable(int target) {
        this.target = target;
        try {
            entrance = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return InetSocketAddress.createUnresolved("127.0.0.1", entrance.getLocalPort());
    }

    /// Returns whether these words went through, either way.
    boolean heard(String words) {
        synchronized (said) {
            return said.toString(StandardCharsets.ISO_8859_1).contains(words);
        }
    }

    /// Returns how often somebody has connected.
    int connections() {
        return connections.get();
    }

    /// Tears the next connection once so many bytes have come from the server.
    void tearNext(int afterBytes) {
        bytesOfNext.set(afterBytes);
    }

    void freeze() {
        set(true);
    }

    void thaw() {
        set(false);
    }

    private void set(boolean value) {
        lock.lock();
        try {
            frozen = value;
            thawed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket near = entrance.accept();
                connections.incrementAndGet();
                sockets.add(near);
                connect(near);
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void connect(Socket near) throws IOException {
        try {
            Socket far = new Socket("127.0.0.1", target);
            sockets.add(far);
            int bytes = bytesOfNext.getAndSet(Integer.MAX_VALUE);
            Thread.ofVirtual().start(() -> copy(near, far, Integer.MAX_VALUE));
            Thread.ofVirtual().start(() -> copy(far, near, bytes));
        } catch (IOException _) {
            // Nobody listens there now.
            near.close();
        }
    }

    private void copy(Socket from, Socket to, int bytes) {
        var buffer = new byte[4096];
        int left = bytes;
        try (from; to) {
            int length = from.getInputStream().read(buffer);
            while (length >= 0 && left > 0) {
                awaitThawed();
                length = Math.min(length, left);
                synchronized (said) {
                    said.write(buffer, 0, length);
                }
                to.getOutputStream().write(buffer, 0, length);
                left = bytes == Integer.MAX_VALUE ? left : left - length;
                length = left > 0 ? from.getInputStream().read(buffer) : -1;
            }
        } catch (IOException | InterruptedException _) {
            // One side is gone; the other follows.
        }
    }

    private void awaitThawed() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (frozen) {
                thawed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        thaw();
        try {
            entrance.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
