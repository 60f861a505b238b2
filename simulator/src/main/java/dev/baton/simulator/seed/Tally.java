package dev.baton.simulator.seed;

import java.util.Map;
import java.util.TreeMap;

/// What many seeds came to.
public final class Tally {

    private final TreeMap<String, Long> outcomes = new TreeMap<>();
    private final TreeMap<String, Long> troubles = new TreeMap<>();
    private final TreeMap<String, TreeMap<String, Long>> hits = new TreeMap<>();
    private long seeds;
    private long upgrades;
    private long seconds;

    /// @param runs    how many runs of upgrades ended
    /// @param virtual seconds of true time
    void passed(long runs, long virtual) {
        upgrades += runs;
        seconds += virtual;
    }

    void trouble(String kind) {
        troubles.merge(kind, 1L, Long::sum);
    }

    void hit(String step, String kind) {
        hits.computeIfAbsent(step, _ -> new TreeMap<>()).merge(kind, 1L, Long::sum);
    }

    void ended(Outcome outcome) {
        seeds++;
        String name = outcome instanceof Outcome.Well(var end) ? end.name() : outcome.sort();
        outcomes.merge(name, 1L, Long::sum);
    }

    /// Adds what others came to.
    public void add(Tally other) {
        seeds += other.seeds;
        upgrades += other.upgrades;
        seconds += other.seconds;
        other.outcomes.forEach((name, count) -> outcomes.merge(name, count, Long::sum));
        other.troubles.forEach((name, count) -> troubles.merge(name, count, Long::sum));
        other.hits.forEach((step, kinds) -> kinds.forEach((kind, count) ->
                hits.computeIfAbsent(step, _ -> new TreeMap<>()).merge(kind, count, Long::sum)));
    }

    /// Returns how many seeds there were.
    public long seeds() {
        return seeds;
    }

    /// Returns how many runs of upgrades came to their end.
    public long upgrades() {
        return upgrades;
    }

    /// Returns how many seconds of virtual time went by.
    public long virtualSeconds() {
        return seconds;
    }

    /// Returns how many ended so, by name of the end or sort of the failure.
    public Map<String, Long> outcomes() {
        return outcomes;
    }

    /// Returns how often each kind of trouble began.
    public Map<String, Long> troubles() {
        return troubles;
    }

    /// Returns how often each kind of trouble began during each kind of step.
    public Map<String, Map<String, Long>> hits() {
        return new TreeMap<>(hits);
    }
}
