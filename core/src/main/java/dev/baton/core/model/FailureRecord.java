package dev.baton.core.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Where a group failed although the node was well, so that the next leader counts on. Times are wall-clock: they must
/// mean the same on every machine.
///
/// @param failures oldest first; one for each epoch at most
public record FailureRecord(List<Failure> failures) {

    /// Nothing failed, or all is forgotten.
    public static final FailureRecord NONE = new FailureRecord(List.of());

    public FailureRecord {
        failures = List.copyOf(failures);
    }

    /// One failure.
    ///
    /// @param epoch of the placement under which it failed
    /// @param why   as its owner said it
    public record Failure(NodeId node, long epoch, Instant at, String why) {}

    /// Returns the failures that still count: within the period, or of the placement that is now.
    public FailureRecord counting(FailurePolicy policy, long epoch, Instant now) {
        return new FailureRecord(failures.stream().filter(failure -> failure.epoch() == epoch
                || failure.at().plus(policy.within()).isAfter(now)).toList());
    }

    /// Returns this record with one more failure.
    public FailureRecord with(Failure failure) {
        List<Failure> more = new ArrayList<>(failures);
        more.add(failure);
        return new FailureRecord(more);
    }

    /// Returns whether the failure of that epoch is noted.
    public boolean notes(long epoch) {
        return failures.stream().anyMatch(failure -> failure.epoch() == epoch);
    }

    /// Returns the nodes where it failed.
    public Set<NodeId> nodes() {
        return failures.stream().map(Failure::node).collect(Collectors.toSet());
    }
}
