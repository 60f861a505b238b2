package dev.baton.zookeeper;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How one peer of the ensemble runs.
///
/// @param id       which of `peers` this is
/// @param peers    every voter, as far as this machine knows before it has heard of the ensemble, and this peer; what
///                 the ensemble has decided since, which is kept in `dataDir`, goes before
/// @param dataDir  where the peer keeps its log and snapshots; made if absent, never shared
/// @param tick     the engine's unit of time; sessions of clients last 2 to 300 ticks
/// @param joining  how long a peer may take to connect to a leader and to catch up with it
/// @param silence  how long leader and peer may be silent before each gives the other up; with a frozen leader, nothing
///                 is committed for about so long
/// @param tls      how other peers and clients are spoken to; empty: in the clear
/// @param entry    how it takes part while its directory is empty
/// @param changing who may change the ensemble while it runs: whoever has this secret. Every peer then takes over the
///                 addresses of the others as the ensemble has them; empty: each keeps those of `peers`
public record PeerConfig(int id, List<PeerAddress> peers, Path dataDir, Duration tick, Duration joining,
        Duration silence, Optional<EngineTls> tls, Entry entry, Optional<ClusterSecret> changing) {

    /// How a peer whose directory is empty takes part.
    public enum Entry {
        /// It votes: the ensemble begins with it.
        FOUNDER,
        /// It has a vote, and has lost what it knew: it takes no part in an election before a leader has told it
        /// everything. Otherwise it and others who know too little could forget what was committed.
        RETURNING,
        /// It has no vote yet: it observes, until the ensemble gives it one.
        OBSERVER
    }

    /// A voter of an ensemble that never changes.
    public PeerConfig(int id, List<PeerAddress> peers, Path dataDir, Duration tick, Duration joining,
            Duration silence, Optional<EngineTls> tls) {
        this(id, peers, dataDir, tick, joining, silence, tls, Entry.FOUNDER, Optional.empty());
    }

    /// @throws IllegalArgumentException if no peer has the id or two have the same, or if a time is shorter than a tick
    public PeerConfig {
        peers = List.copyOf(peers);
        if (peers.stream().filter(peer -> peer.id() == id).count() != 1) {
            throw new IllegalArgumentException("coordination peer " + id + " is not exactly one of " + peers);
        }
        if (peers.stream().map(PeerAddress::id).distinct().count() != peers.size()) {
            throw new IllegalArgumentException("two coordination peers have the same id: " + peers);
        }
        if (tick.toMillis() < 1 || joining.compareTo(tick) < 0 || silence.compareTo(tick) < 0) {
            throw new IllegalArgumentException("tick " + tick + ", joining " + joining + ", silence " + silence
                    + ": the tick must be at least a millisecond, the others at least a tick");
        }
    }

    /// Returns this peer's own address.
    public PeerAddress self() {
        return peers.stream().filter(peer -> peer.id() == id).findFirst().orElseThrow();
    }

    int tickMillis() {
        return Math.toIntExact(tick.toMillis());
    }

    /// Returns how many ticks cover the time.
    int ticks(Duration time) {
        return Math.toIntExact((time.toMillis() + tick.toMillis() - 1) / tick.toMillis());
    }
}
