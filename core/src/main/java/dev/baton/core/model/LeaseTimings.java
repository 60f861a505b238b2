package dev.baton.core.model;

import java.time.Duration;

/// The three durations of the single-owner protocol.
///
/// @param heartbeat H: how often a heartbeat is committed
/// @param lease     T: how long a node may hold groups after the send time of its last committed heartbeat
/// @param margin    K: how long before the end of the lease the guard begins to kill
public record LeaseTimings(Duration heartbeat, Duration lease, Duration margin) {

    /// For production machines: H = 1 s, T = 8 s, K = 2 s.
    public static final LeaseTimings PRODUCTION =
            new LeaseTimings(Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofSeconds(2));

    /// For demo and tests, processes only: H = 0.5 s, T = 5 s, K = 0.5 s.
    public static final LeaseTimings QUICK =
            new LeaseTimings(Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofMillis(500));

    /// Returns T - K - H: how long writes may pause before a healthy node stops its groups.
    public Duration tolerates() {
        return lease.minus(margin).minus(heartbeat);
    }

    /// Returns how long after first seeing a heartbeat a leader waits before it declares the node dead: the lease that
    /// the heartbeat named and 0.1 % for the difference of two clocks' rates.
    public static Duration deadAfter(Duration leaseFor) {
        return leaseFor.plus(leaseFor.dividedBy(1000)).plusMillis(1);
    }

    /// Returns how long writes pause at the loss of the engine's leader: the larger of a dead leader's pause (measured
    /// up to 2.3 s, rounded up to 2.5 s) and a frozen one's: the follower's patience of `tick * syncLimit`, two
    /// elections' time.
    public static Duration longestWriteGap(Duration tick, int syncLimit) {
        Duration frozen = tick.multipliedBy(syncLimit).plusMillis(2_400);
        Duration dead = Duration.ofMillis(2_500);
        return frozen.compareTo(dead) > 0 ? frozen : dead;
    }
}
