package dev.baton.zookeeper;

import dev.baton.zookeeper.EmbeddedPeer.Mode;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.auth.ProviderRegistry;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;

/// A server without an ensemble, as ZooKeeper's own main program runs it.
final class StandalonePeer implements EmbeddedPeer.Running {

    private final FileTxnSnapLog log;
    private final ZooKeeperServer server;
    private final ServerCnxnFactory connections;
    private final DatadirCleanupManager cleanup;

    private StandalonePeer(FileTxnSnapLog log, ZooKeeperServer server, ServerCnxnFactory connections,
            DatadirCleanupManager cleanup) {
        this.log = log;
        this.server = server;
        this.connections = connections;
        this.cleanup = cleanup;
    }

    static StandalonePeer start(PeerConfig config) throws IOException {
        ProviderRegistry.initialize();
        var dataDir = config.dataDir().toFile();
        var log = new FileTxnSnapLog(dataDir, dataDir);
        var server = new ZooKeeperServer(log, config.tickMillis(), "");
        log.setServerStats(server.serverStats());
        server.setMaxSessionTimeout(EnsemblePeer.SESSION_TICKS_MAX * config.tickMillis());
        PeerAddress self = config.self();
        ServerCnxnFactory connections = ClientPort.at(new InetSocketAddress(self.host(), self.clientPort()),
                config.tls());
        try {
            connections.startup(server);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connections.shutdown();
            throw new IOException("interrupted while starting", e);
        } catch (IOException e) {
            connections.shutdown();
            log.close();
            throw e;
        }
        return new StandalonePeer(log, server, connections, EnsemblePeer.cleanup(config));
    }

    @Override
    public Mode mode() {
        return server.isRunning() ? Mode.STANDALONE : Mode.STOPPED;
    }

    @Override
    public void stop() {
        cleanup.shutdown();
        connections.shutdown();
        server.shutdown(true);
        ClientPort.awaitFree(connections);
        try {
            log.close();
        } catch (IOException e) {
            throw EmbeddedPeer.unexpected(e);
        }
    }
}
