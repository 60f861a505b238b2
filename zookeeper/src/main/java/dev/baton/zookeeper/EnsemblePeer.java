package dev.baton.zookeeper;

import dev.baton.zookeeper.EmbeddedPeer.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.security.sasl.SaslException;
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

/// One peer of an ensemble, which may have one voter only, as ZooKeeper's own main program runs it, but from typed
/// values.
final class EnsemblePeer implements EmbeddedPeer.Running {

    /// The longest session, in ticks: a minute at the shortest tick in use. ZooKeeper's default of 20 ticks would be 4
    /// s.
    static final int SESSION_TICKS_MAX = 300;

    private static final Logger LOG = LoggerFactory.getLogger(EnsemblePeer.class);
    private static final Duration STOPPING_MAX = Duration.ofSeconds(10);
    private static final int SNAPSHOTS_KEPT = 3;
    private static final int CLEANUP_HOURS = 24;

    private final Peer peer;
    private final ServerCnxnFactory connections;
    private final DatadirCleanupManager cleanup;

    private EnsemblePeer(Peer peer, ServerCnxnFactory connections, DatadirCleanupManager cleanup) {
        this.peer = peer;
        this.connections = connections;
        this.cleanup = cleanup;
    }

    static EnsemblePeer start(PeerConfig config) throws IOException {
        ProviderRegistry.initialize();
        var files = new EnsembleFiles(config);
        files.writeId();
        files.markFounded();
        QuorumPeerConfig.setStandaloneEnabled(false);
        QuorumPeerConfig.setReconfigEnabled(config.changing().isPresent());
        var parsed = new QuorumPeerConfig();
        try {
            if (config.changing().isPresent()) {
                parsed.parse(files.write().toString());
            } else {
                parsed.parseProperties(files.fixed());
            }
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
        ServerCnxnFactory connections = ClientPort.at(parsed.getClientPortAddress(), config.tls());
        Peer peer = configured(parsed, connections, config.changing().map(_ -> files.main()));
        config.tls().ifPresent(tls -> {
            peer.setSslQuorum(tls.speaks());
            peer.setUsePortUnification(!tls.insists());
        });
        peer.initialize();
        peer.start();
        return new EnsemblePeer(peer, connections, cleanup(config));
    }

    private static Peer configured(QuorumPeerConfig config, ServerCnxnFactory connections, Optional<Path> file)
            throws IOException {
        var peer = new Peer(file);
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
        if (config.getLastSeenQuorumVerifier() != null) {
            peer.setLastSeenQuorumVerifier(config.getLastSeenQuorumVerifier(), false);
        }
        peer.initConfigInZKDatabase();
        peer.setCnxnFactory(connections);
        peer.setLearnerType(config.getPeerType());
        peer.setSyncEnabled(config.getSyncEnabled());
        peer.setQuorumListenOnAllIPs(config.getQuorumListenOnAllIPs());
        return peer;
    }

    /// ZooKeeper's, told where it keeps what the ensemble decides of itself.
    private static final class Peer extends QuorumPeer {

        /// @param file that it was started with; empty where the ensemble never changes
        Peer(Optional<Path> file) throws SaslException {
            file.ifPresent(name -> setConfigFileName(name.toString()));
        }
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
        Set<Long> voters = peer.getQuorumVerifier().getVotingMembers().keySet();
        return switch (peer.getPeerState()) {
            case LEADING -> voters.size() > 1 ? Mode.LEADER : Mode.STANDALONE;
            case FOLLOWING, OBSERVING -> voters.contains(peer.getMyId()) ? Mode.FOLLOWER : Mode.OBSERVER;
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
