package dev.baton.zookeeper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A ZooKeeper server inside this program: one peer of an ensemble, which may have one voter only. It can be stopped
/// and started again, and then goes on with what it has on disk.
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
        /// Serves, and follows the ensemble's leader without a vote.
        OBSERVER,
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
        EngineSettings.apply(config.tls(), config.changing());
        PeerAddress self = config.self();
        requireFree(self.clientPort(), "clients");
        requireFree(self.quorumPort(), "the other peers");
        requireFree(self.electionPort(), "elections");
        try {
            Files.createDirectories(config.dataDir());
            Files.setPosixFilePermissions(config.dataDir(), PosixFilePermissions.fromString("rwx------"));
            running = EnsemblePeer.start(config);
        } catch (IOException e) {
            throw new PeerRefused("coordination peer " + config.id() + " cannot start with its data in "
                    + config.dataDir() + ": " + e.getMessage() + ".", e);
        }
    }

    private void requireFree(int port, String purpose) {
        String host = config.self().host();
        try {
            PortLook.at(new InetSocketAddress(host, port)).close();
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

    /// Removes what a peer of another id has kept in this directory: its vote was taken.
    ///
    /// @throws PeerRefused if a file cannot be removed
    synchronized void forgetOther() {
        if (new EnsembleFiles(config).belongsToOther()) {
            forget();
        }
    }

    /// Stops the server and removes everything that it kept: of no use once it has no vote.
    ///
    /// @throws PeerRefused if a file cannot be removed
    public synchronized void forget() {
        stop();
        if (!Files.isDirectory(config.dataDir())) {
            return;
        }
        try (Stream<Path> files = Files.walk(config.dataDir())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new PeerRefused("what coordination peer " + config.id() + " kept in " + config.dataDir()
                    + " cannot be removed: " + e.getMessage() + ".", e);
        }
    }
}
