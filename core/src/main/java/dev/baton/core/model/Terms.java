package dev.baton.core.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;

/// What a group asks of the node that has it and of the groups beside it.
///
/// @param demand      what it takes of a node's capacity, online or not
/// @param apart       labels that keep it off a node that has another group with the same label; never violated
/// @param ratherApart labels that do so only where another node would do as well
/// @param after       groups that start before it and stop after it: what it depends on
/// @param failures    what is done about it when it fails
/// @param failback    when it returns to a preferred owner
public record Terms(Amounts demand, SortedSet<Label> apart, SortedSet<Label> ratherApart,
        SortedSet<GroupId> after, FailurePolicy failures, Failback failback) {

    /// Nothing asked.
    public static final Terms NONE = new Terms(Amounts.NONE, Collections.emptySortedSet(),
            Collections.emptySortedSet(), Collections.emptySortedSet(), FailurePolicy.DEFAULT, new Failback.Never());

    public Terms {
        apart = SharedSet.copyOf(apart);
        ratherApart = SharedSet.copyOf(ratherApart);
        after = SharedSet.copyOf(after);
    }

    public Terms withDemand(Amounts now) {
        return new Terms(now, apart, ratherApart, after, failures, failback);
    }

    public Terms withApart(SortedSet<Label> now) {
        return new Terms(demand, now, ratherApart, after, failures, failback);
    }

    public Terms withRatherApart(SortedSet<Label> now) {
        return new Terms(demand, apart, now, after, failures, failback);
    }

    public Terms withAfter(SortedSet<GroupId> now) {
        return new Terms(demand, apart, ratherApart, now, failures, failback);
    }

    public Terms withFailures(FailurePolicy now) {
        return new Terms(demand, apart, ratherApart, after, now, failback);
    }

    public Terms withFailback(Failback now) {
        return new Terms(demand, apart, ratherApart, after, failures, now);
    }

    /// Returns whether any label matters to it: one without never clashes.
    public boolean choosy() {
        return !apart.isEmpty() || !ratherApart.isEmpty();
    }

    /// Returns the label, the first in order, for which the two may never share a node: both have it, and at least one
    /// of them insists.
    public Optional<Label> clash(Terms other) {
        if (apart.isEmpty() && other.apart.isEmpty()) {
            return Optional.empty();
        }
        if (!choosy() || !other.choosy()) {
            return Optional.empty();
        }
        return apart.stream().filter(label -> other.apart().contains(label) || other.ratherApart().contains(label))
                .findFirst().or(() -> other.apart().stream().filter(label -> ratherApart().contains(label))
                        .findFirst());
    }

    /// Returns whether the two had rather not share a node, although they may.
    public boolean wouldRatherNot(Terms other) {
        return ratherApart.stream().anyMatch(label -> other.ratherApart().contains(label));
    }
}
