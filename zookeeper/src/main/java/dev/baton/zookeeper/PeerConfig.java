package dev.baton.zookeeper;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How one peer of the ensemble runs.
///
/// @param id      which of `peers` this is
/// @param peers   every voter, this one included; one alone is a standalone server
/// @param dataDir where the peer keeps its log and snapshots; made if absent, never shared
/// @param tick    the engine's unit of time; sessions of clients last 2 to 300 ticks
/// @param joining how long a peer may take to connect to a leader and to catch up with it
/// @param silence how long leader and peer may be silent before each gives the other up; with a frozen leader, nothing
///                is committed for about so long
/// @param tls     how other peers and clients are spoken to; empty: in the clear
public record PeerConfig(int id, List<PeerAddress> peers, Path dataDir, Duration tick, Duration joining,
        Duration silence, Optional<EngineTls> tls) {

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
