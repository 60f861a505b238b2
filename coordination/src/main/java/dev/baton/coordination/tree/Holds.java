package dev.baton.coordination.tree;

import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// All holds on one node: one entry, so that one version check covers them.
public record Holds(List<Hold> holds) {

    /// No hold.
    public static final Holds NONE = new Holds(List.of());

    public Holds {
        holds = List.copyOf(holds);
    }

    /// Returns the holds by name.
    public SortedMap<HoldId, Hold> byId() {
        TreeMap<HoldId, Hold> byId = new TreeMap<>();
        holds.forEach(hold -> byId.put(hold.id(), hold));
        return byId;
    }

    /// Returns the holds of such a map.
    public static Holds of(SortedMap<HoldId, Hold> byId) {
        return new Holds(List.copyOf(byId.values()));
    }
}
