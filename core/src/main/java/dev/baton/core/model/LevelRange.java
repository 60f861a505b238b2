package dev.baton.core.model;

/// The protocol levels of the cluster service that a node can speak.
///
/// @param lowest  the oldest level, at least 1
/// @param highest the newest level, not below the lowest
public record LevelRange(int lowest, int highest) {

    /// @throws IllegalArgumentException if the bounds are crossed or below 1
    public LevelRange {
        if (lowest < 1 || highest < lowest) {
            throw new IllegalArgumentException("levels [" + lowest + ", " + highest + "] are no range");
        }
    }

    /// Returns whether a node of this range can speak `level`.
    public boolean speaks(int level) {
        return lowest <= level && level <= highest;
    }

    @Override
    public String toString() {
        return "[" + lowest + ", " + highest + "]";
    }
}
