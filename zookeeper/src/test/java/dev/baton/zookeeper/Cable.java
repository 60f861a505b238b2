package dev.baton.zookeeper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A connection to a server that can be made silent: connections stay open and are accepted, but no byte comes through.
/// So a frozen machine looks from outside.
final class Cable implements AutoCloseable {

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition thawed = lock.newCondition();
    private boolean frozen;

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
                Socket far = new Socket("127.0.0.1", target);
                sockets.add(near);
                sockets.add(far);
                Thread.ofVirtual().start(() -> copy(near, far));
                Thread.ofVirtual().start(() -> copy(far, near));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void copy(Socket from, Socket to) {
        var buffer = new byte[4096];
        try (from; to) {
            int length = from.getInputStream().read(buffer);
            while (length >= 0) {
                awaitThawed();
                to.getOutputStream().write(buffer, 0, length);
                length = from.getInputStream().read(buffer);
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
