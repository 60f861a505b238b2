package dev.baton.coordination.memory;

/// Who decides what the engine does next when several things may happen.
@FunctionalInterface
public interface Schedule {

    /// Returns which of `choices` alternatives happens now, from 0.
    int pick(int choices);

    /// Returns the schedule that always takes the first: events before changes, changes before calls, clients in the
    /// order in which they connected, entries in the order in which they changed.
    static Schedule inOrder() {
        return _ -> 0;
    }
}
