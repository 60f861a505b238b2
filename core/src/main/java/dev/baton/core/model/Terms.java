package dev.baton.core.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a group asks of the node that has it and of the groups beside it.
///
/// @param demand      what it takes of a node's capacity, online or not
/// @param apart       labels that keep it off a node that has another group with the same label; never violated
/// @param ratherApart labels that do so only where another node would do as well
/// @param after       groups that start before it and stop after it: what it depends on
public record Terms(Amounts demand, SortedSet<Label> apart, SortedSet<Label> ratherApart,
        SortedSet<GroupId> after) {

    /// Nothing asked.
    public static final Terms NONE = new Terms(Amounts.NONE, Collections.emptySortedSet(),
            Collections.emptySortedSet(), Collections.emptySortedSet());

    public Terms {
        apart = Collections.unmodifiableSortedSet(new TreeSet<>(apart));
        ratherApart = Collections.unmodifiableSortedSet(new TreeSet<>(ratherApart));
        after = Collections.unmodifiableSortedSet(new TreeSet<>(after));
    }

    public Terms withDemand(Amounts now) {
        return new Terms(now, apart, ratherApart, after);
    }

    public Terms withApart(SortedSet<Label> now) {
        return new Terms(demand, now, ratherApart, after);
    }

    public Terms withRatherApart(SortedSet<Label> now) {
        return new Terms(demand, apart, now, after);
    }

    public Terms withAfter(SortedSet<GroupId> now) {
        return new Terms(demand, apart, ratherApart, now);
    }

    /// Returns the label, the first in order, for which the two may never share a node: both have it, and at least one
    /// of them insists.
    public Optional<Label> clash(Terms other) {
        return apart.stream().filter(label -> other.apart().contains(label) || other.ratherApart().contains(label))
                .findFirst().or(() -> other.apart().stream().filter(label -> ratherApart().contains(label)).findFirst());
    }

    /// Returns whether the two had rather not share a node, although they may.
    public boolean wouldRatherNot(Terms other) {
        return ratherApart.stream().anyMatch(label -> other.ratherApart().contains(label));
    }
}
