package dev.baton.demo.clients;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes outages out of a row of good and failed operations. An outage runs from the last good to the next good
/// operation; it counts when it was longer than three intervals of the schedule and an operation failed in it. A gap
/// without a failure is a pause: the operation was late and succeeded, which a busy machine does to anybody.
///
/// Pure but for its own state; not thread-safe. Times are nanoseconds of one monotonic clock.
final class OutageMeter {

    private final long shortest;
    private final List<Outage> ended = new ArrayList<>();
    private Instant lastGood = Instant.EPOCH;
    private long lastGoodNanos;
    private boolean begun;
    private long failedSince;
    private long failed;
    private long longestPause;

    /// @param interval between two operations of the schedule
    OutageMeter(Duration interval) {
        shortest = interval.multipliedBy(3).toNanos();
    }

    /// An operation succeeded.
    void good(long nanos, Instant wall) {
        if (begun) {
            long gap = nanos - lastGoodNanos;
            if (failedSince > 0 && gap > shortest) {
                ended.add(new Outage(lastGood, Duration.ofNanos(gap), failedSince, true));
            } else {
                longestPause = Math.max(longestPause, gap);
            }
        }
        begun = true;
        lastGoodNanos = nanos;
        lastGood = wall;
        failedSince = 0;
    }

    /// An operation failed. Before the first good one it is not counted: nothing was promised yet.
    void failed() {
        if (begun) {
            failedSince++;
            failed++;
        }
    }

    /// Returns the outages that are over.
    List<Outage> ended() {
        return List.copyOf(ended);
    }

    /// Returns the outage that goes on at `nanos`.
    Optional<Outage> open(long nanos) {
        long gap = nanos - lastGoodNanos;
        return begun && failedSince > 0 && gap > shortest
                ? Optional.of(new Outage(lastGood, Duration.ofNanos(gap), failedSince, false)) : Optional.empty();
    }

    /// Returns how many operations failed since the first good one.
    long failedOperations() {
        return failed;
    }

    /// Returns the longest time between two good operations in which none failed.
    Duration longestPause() {
        return Duration.ofNanos(longestPause);
    }

    /// Returns whether any operation succeeded yet.
    boolean hasBegun() {
        return begun;
    }
}
