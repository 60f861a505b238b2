package dev.baton.core.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a node last said about itself; outlives its session.
///
/// @param versions   product versions found on it
/// @param levels     protocol levels that its cluster service can speak
/// @param protection how it can make sure that what it holds is dead: `fencing`, `cgroup`, `pid namespace`,
///                   `weak guard`
/// @param api        where its REST interface answers, such as `http://127.0.0.1:8420`; empty when unknown
/// @param watchdog   the device that resets it before its lease ends if its guard fails, while that device is armed
public record NodeFacts(SortedMap<ProductId, Version> versions, LevelRange levels, String protection, String api,
        Optional<WatchdogDevice> watchdog) {

    /// Nothing known.
    public static final NodeFacts UNKNOWN =
            new NodeFacts(Collections.emptySortedMap(), new LevelRange(1, 1), "unknown", "");

    public NodeFacts {
        versions = SharedMap.copyOf(versions);
    }

    /// Of a node without a watchdog.
    public NodeFacts(SortedMap<ProductId, Version> versions, LevelRange levels, String protection, String api) {
        this(versions, levels, protection, api, Optional.empty());
    }

    /// Returns these facts with one product at another version.
    public NodeFacts with(ProductId product, Version version) {
        TreeMap<ProductId, Version> changed = new TreeMap<>(versions);
        changed.put(product, version);
        return new NodeFacts(changed, levels, protection, api, watchdog);
    }

    /// Returns these facts of a node that speaks other levels.
    public NodeFacts withLevels(LevelRange now) {
        return new NodeFacts(versions, now, protection, api, watchdog);
    }

    /// Returns these facts of a node with another watchdog, or none.
    public NodeFacts withWatchdog(Optional<WatchdogDevice> now) {
        return new NodeFacts(versions, levels, protection, api, now);
    }
}
