package dev.baton.server.api;

import dev.baton.cluster.hooks.HookCounts;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What this daemon has counted since it began.
///
/// @param failovers of groups, as this node saw them; other nodes count the same ones
/// @param writes    answers of the coordination engine to writes, by how long they took: for each of [#SECONDS] how
///                  many took no longer than that and longer than the one before
/// @param seconds   that all of these took together
/// @param unknown   writes whose outcome the engine did not tell in time; not among the others
/// @param hooks     what became of events that were handed to hooks while this node led, by hook
public record OwnCounts(long failovers, List<Long> writes, double seconds, long unknown,
        SortedMap<String, HookCounts> hooks) {

    /// Upper bounds, in seconds: from an idle disk to what costs a lease.
    public static final List<Double> SECONDS = List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5,
            Double.POSITIVE_INFINITY);

    /// Nothing yet.
    public static final OwnCounts NONE = new OwnCounts(0, SECONDS.stream().map(_ -> 0L).toList(), 0, 0);

    public OwnCounts {
        writes = List.copyOf(writes);
        hooks = Collections.unmodifiableSortedMap(new TreeMap<>(hooks));
    }

    /// Of a node that has handed nothing to hooks.
    public OwnCounts(long failovers, List<Long> writes, double seconds, long unknown) {
        this(failovers, writes, seconds, unknown, Collections.emptySortedMap());
    }

    /// Returns these with what became of events for hooks.
    public OwnCounts withHooks(SortedMap<String, HookCounts> counted) {
        return new OwnCounts(failovers, writes, seconds, unknown, counted);
    }
}
