package dev.baton.config;

import dev.baton.core.model.Command;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.WatchdogDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What one `batond` needs to know before it knows the cluster.
///
/// @param node        which node this is
/// @param directory   where it keeps its state
/// @param apiHost     address of its REST interface
/// @param apiPort     port of its REST interface
/// @param ensemble    every voter of the coordination engine and its ports; none where that is an external ensemble
/// @param external    the ensemble that somebody else runs; empty: the nodes' own
/// @param secret      the file with the cluster's secret
/// @param timings     of the single-owner protocol
/// @param engine      timings of the coordination engine
/// @param environment passed to every command that this node runs
/// @param cgroup      name of this node's cgroup below the cgroup v2 root
/// @param restart     restarts the machine; empty: the system's own way
/// @param drain       what moves away first when it is told to end; empty: what runs here goes on
/// @param linger      how long after its last deadline a guard with nothing left to hold ends by itself; empty: never
/// @param access      who may call; empty: everybody on this machine, and nobody else
/// @param watchdog    what resets the machine should its guard fail; empty: nothing
public record DaemonSettings(NodeId node, Path directory, String apiHost, int apiPort, SortedMap<NodeId, Peer> ensemble,
        Optional<ExternalEnsemble> external, Path secret, LeaseTimings timings, EngineTimings engine,
        SortedMap<String, String> environment, String cgroup,
        Optional<Command> restart, Optional<Drain> drain, Optional<Duration> linger,
        Optional<Access> access, Optional<WatchdogDevice> watchdog) {

    public DaemonSettings {
        ensemble = Collections.unmodifiableSortedMap(new TreeMap<>(ensemble));
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    /// Everything moves away that can, before the daemon ends.
    ///
    /// @param within for so long at most
    /// @param only   only where this command ends with 0: it says that the machine goes down, and not just the daemon;
    ///               empty: always
    public record Drain(Duration within, Optional<Command> only) {}

    /// Who may call from where.
    ///
    /// @param tokens the file of callers
    /// @param tls    how this daemon is spoken to; empty: in the clear
    public record Access(Path tokens, Optional<TlsFiles> tls) {}

    /// PEM files.
    ///
    /// @param certificate      of this daemon
    /// @param key              of that certificate
    /// @param authority        signs the certificates of this cluster
    /// @param callersAuthority signs the certificates of callers; empty: the same authority
    /// @param betweenNodes     how the coordination engine is spoken to
    public record TlsFiles(Path certificate, Path key, Path authority, Optional<Path> callersAuthority,
            BetweenNodes betweenNodes) {}

    /// One voter of the coordination engine.
    public record Peer(String address, int clientPort, int quorumPort, int electionPort) {}

    /// Timings of the coordination engine: its tick, and how many of them a follower may take to join or to answer.
    public record EngineTimings(Duration tick, int initLimit, int syncLimit) {

        /// Of an engine that the nodes run themselves.
        public static final EngineTimings OWN = new EngineTimings(Duration.ofMillis(500), 20, 4);

        /// What a ZooKeeper ensemble of somebody else's has where nobody says otherwise: its sample configuration's.
        public static final EngineTimings EXTERNAL = new EngineTimings(Duration.ofSeconds(2), 10, 5);
    }

    /// Returns why the watchdog could not be fed with these timings, or would overtake the guard; empty when it works.
    public Optional<String> unsafeWatchdog() {
        return watchdog.flatMap(dog -> dog.unsafe(timings));
    }

    /// Returns why these timings would stop every group at the loss of one machine; empty when they would not.
    public Optional<String> unsafeTimings() {
        Duration gap = LeaseTimings.longestWriteGap(engine.tick(), engine.syncLimit());
        if (timings.tolerates().compareTo(gap) > 0) {
            return Optional.empty();
        }
        return Optional.of("lease - margin - heartbeat is " + timings.tolerates().toMillis()
                + " ms, but writes may pause " + gap.toMillis() + " ms when the coordination leader is lost (tick "
                + engine.tick().toMillis() + " ms, sync-limit " + engine.syncLimit()
                + "): losing one machine would stop every group. Take a longer lease, or a smaller tick");
    }
}
