package dev.baton.coordination.tree;

import dev.baton.coordination.Bytes;
import java.time.Duration;

/// A node's sign of life: a committed write every H, never a read or a ping.
///
/// @param incarnation which life of the node's agent
/// @param bootId      which boot of the machine
/// @param seq         counts the heartbeats of this life from 0; with the incarnation it says whose write it is
/// @param leaseFor    the lease runs to the send time of this heartbeat plus this
/// @param dead        whether the leader declared the node dead after it; the node's next heartbeat is then refused
public record Heartbeat(long incarnation, String bootId, long seq, Duration leaseFor, boolean dead) {

    /// Returns this heartbeat declared dead.
    public Heartbeat declaredDead() {
        return new Heartbeat(incarnation, bootId, seq, leaseFor, true);
    }

    /// Returns its content in a cluster of this level: level 1 has an object, level 2 one short text. Both are read
    /// like any record.
    public Bytes written(int level) {
        return WrittenForms.heartbeat(this, level);
    }
}
