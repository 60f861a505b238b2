package dev.baton.zookeeper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// A ZooKeeper server inside this program: alone, or one voter of an ensemble. It can be stopped and started again, and
/// then goes on with what it has on disk.
///
/// Safe for threads. Starting and stopping block for up to some seconds: not for an event loop.
public final class EmbeddedPeer implements AutoCloseable {

    /// What a peer is doing.
    public enum Mode {
        /// Not started, stopped, or dead.
        STOPPED,
        /// Runs but does not serve: it has no majority, or is catching up.
        LOOKING,
        /// Serves alone.
        STANDALONE,
        /// Serves, and follows the ensemble's leader.
        FOLLOWER,
        /// Serves, and leads the ensemble.
        LEADER
    }

    /// A server that runs, of either sort.
    interface Running {

        Mode mode();

        /// Returns when its threads and sockets are gone.
        void stop();
    }

    private final PeerConfig config;
    private volatile @Nullable Running running;

    /// Prepares a peer; nothing happens before [#start].
    public EmbeddedPeer(PeerConfig config) {
        this.config = config;
    }

    /// Starts the server and returns when it accepts connections; in an ensemble that does not mean that it serves.
    /// Without effect when it runs.
    ///
    /// @throws PeerRefused if a port is in use or the data directory cannot be used
    public synchronized void start() {
        if (running != null) {
            return;
        }
        EngineSettings.apply(config.tls());
        PeerAddress self = config.self();
        requireFree(self.clientPort(), "clients");
        if (config.peers().size() > 1) {
            requireFree(self.quorumPort(), "the other peers");
            requireFree(self.electionPort(), "elections");
        }
        try {
            Files.createDirectories(config.dataDir());
            Files.setPosixFilePermissions(config.dataDir(), PosixFilePermissions.fromString("rwx------"));
            running = config.peers().size() > 1 ? EnsemblePeer.start(config) : StandalonePeer.start(config);
        } catch (IOException e) {
            throw new PeerRefused("coordination peer " + config.id() + " cannot start with its data in "
                    + config.dataDir() + ": " + e.getMessage() + ".", e);
        }
    }

    private void requireFree(int port, String purpose) {
        String host = config.self().host();
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new PeerRefused("port " + port + " of " + host + " (coordination, for " + purpose
                    + ") cannot be had: " + e.getMessage()
                    + ". End the program that uses it, or give this peer another port.", e);
        }
    }

    /// Stops the server and returns when its ports are free again. Without effect when it does not run.
    public synchronized void stop() {
        Running stopping = running;
        if (stopping != null) {
            running = null;
            stopping.stop();
        }
    }

    /// Returns what the peer is doing now. Cheap: reads a variable or two.
    public Mode mode() {
        Running now = running;
        return now == null ? Mode.STOPPED : now.mode();
    }

    /// Returns how the peer was configured.
    public PeerConfig config() {
        return config;
    }

    @Override
    public void close() {
        stop();
    }

    static UncheckedIOException unexpected(IOException e) {
        return new UncheckedIOException(e);
    }
}
