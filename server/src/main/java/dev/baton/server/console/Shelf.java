package dev.baton.server.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Keeps the last things that were shown here, by name, until the daemon ends. Safe for threads.
final class Shelf<T> {

    private final int most;
    private final Map<String, T> kept = new LinkedHashMap<>();

    /// @param most how many are kept; then the oldest goes
    Shelf(int most) {
        this.most = most;
    }

    synchronized void put(String name, T thing) {
        kept.remove(name);
        kept.put(name, thing);
        if (kept.size() > most) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    synchronized Optional<T> get(String name) {
        return Optional.ofNullable(kept.get(name));
    }
}
