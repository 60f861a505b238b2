package dev.baton.zookeeper;

import dev.baton.zookeeper.EmbeddedPeer.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.auth.ProviderRegistry;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.server.quorum.QuorumPeer;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One voter of an ensemble, as ZooKeeper's own main program runs it, but from typed values instead of a file.
final class EnsemblePeer implements EmbeddedPeer.Running {

    /// The longest session, in ticks: a minute at the shortest tick in use. ZooKeeper's default of 20 ticks would be 4
    /// s.
    static final int SESSION_TICKS_MAX = 300;

    private static final Logger LOG = LoggerFactory.getLogger(EnsemblePeer.class);
    private static final Duration STOPPING_MAX = Duration.ofSeconds(10);
    private static final int SNAPSHOTS_KEPT = 3;
    private static final int CLEANUP_HOURS = 24;

    private final QuorumPeer peer;
    private final ServerCnxnFactory connections;
    private final DatadirCleanupManager cleanup;

    private EnsemblePeer(QuorumPeer peer, ServerCnxnFactory connections, DatadirCleanupManager cleanup) {
        this.peer = peer;
        this.connections = connections;
        this.cleanup = cleanup;
    }

    static EnsemblePeer start(PeerConfig config) throws IOException {
        ProviderRegistry.initialize();
        writeId(config);
        var parsed = new QuorumPeerConfig();
        try {
            parsed.parseProperties(properties(config));
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
        ServerCnxnFactory connections = ClientPort.at(parsed.getClientPortAddress(), config.tls());
        QuorumPeer peer = configured(parsed, connections);
        config.tls().ifPresent(tls -> {
            peer.setSslQuorum(tls.speaks());
            peer.setUsePortUnification(!tls.insists());
        });
        peer.initialize();
        peer.start();
        return new EnsemblePeer(peer, connections, cleanup(config));
    }

    /// ZooKeeper wants its id in a file. One that is there and differs is another peer's directory.
    private static void writeId(PeerConfig config) throws IOException {
        Path file = config.dataDir().resolve("myid");
        String id = Integer.toString(config.id());
        if (Files.exists(file)) {
            String found = Files.readString(file).strip();
            if (!found.equals(id)) {
                throw new IOException("the directory belongs to coordination peer " + found);
            }
        } else {
            Files.writeString(file, id + "\n");
        }
    }

    private static Properties properties(PeerConfig config) {
        var properties = new Properties();
        properties.setProperty("dataDir", config.dataDir().toString());
        properties.setProperty("tickTime", Integer.toString(config.tickMillis()));
        properties.setProperty("initLimit", Integer.toString(config.ticks(config.joining())));
        properties.setProperty("syncLimit", Integer.toString(config.ticks(config.silence())));
        properties.setProperty("maxSessionTimeout", Integer.toString(SESSION_TICKS_MAX * config.tickMillis()));
        properties.setProperty("quorumListenOnAllIPs", "false");
        for (PeerAddress peer : config.peers()) {
            properties.setProperty("server." + peer.id(), peer.host() + ":" + peer.quorumPort() + ":"
                    + peer.electionPort() + ":participant;" + peer.host() + ":" + peer.clientPort());
        }
        return properties;
    }

    private static QuorumPeer configured(QuorumPeerConfig config, ServerCnxnFactory connections) throws IOException {
        var peer = new QuorumPeer();
        peer.setTxnFactory(new FileTxnSnapLog(config.getDataLogDir(), config.getDataDir()));
        peer.setElectionType(config.getElectionAlg());
        peer.setMyid(config.getServerId());
        peer.setTickTime(config.getTickTime());
        peer.setMinSessionTimeout(config.getMinSessionTimeout());
        peer.setMaxSessionTimeout(config.getMaxSessionTimeout());
        peer.setInitLimit(config.getInitLimit());
        peer.setSyncLimit(config.getSyncLimit());
        peer.setConnectToLearnerMasterLimit(config.getConnectToLearnerMasterLimit());
        peer.setZKDatabase(new ZKDatabase(peer.getTxnFactory()));
        peer.setQuorumVerifier(config.getQuorumVerifier(), false);
        peer.initConfigInZKDatabase();
        peer.setCnxnFactory(connections);
        peer.setLearnerType(config.getPeerType());
        peer.setSyncEnabled(config.getSyncEnabled());
        peer.setQuorumListenOnAllIPs(config.getQuorumListenOnAllIPs());
        return peer;
    }

    /// Starts the daily removal of logs and snapshots that no restart needs.
    static DatadirCleanupManager cleanup(PeerConfig config) {
        var cleanup = new DatadirCleanupManager(config.dataDir().toFile(), config.dataDir().toFile(), SNAPSHOTS_KEPT,
                CLEANUP_HOURS);
        cleanup.start();
        return cleanup;
    }

    @Override
    public Mode mode() {
        if (!peer.isAlive()) {
            return Mode.STOPPED;
        }
        // Between a leader and the next one, clients are let go before the state changes.
        if (peer.getZabState() != QuorumPeer.ZabState.BROADCAST || connections.getZooKeeperServer() == null) {
            return Mode.LOOKING;
        }
        return switch (peer.getPeerState()) {
            case LEADING -> Mode.LEADER;
            case FOLLOWING, OBSERVING -> Mode.FOLLOWER;
            case LOOKING -> Mode.LOOKING;
        };
    }

    @Override
    public void stop() {
        cleanup.shutdown();
        peer.shutdown();
        try {
            peer.join(STOPPING_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (peer.isAlive()) {
            LOG.warn("coordination peer {} still runs {} s after it was told to stop", peer.getMyId(),
                    STOPPING_MAX.toSeconds());
        }
        ClientPort.awaitFree(connections);
    }
}
