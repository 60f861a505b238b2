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

    /// Returns the range that the text says: `1` or `1-2`.
    ///
    /// @throws IllegalArgumentException if it says none
    public static LevelRange parse(String text) {
        if (!text.matches("[1-9][0-9]{0,3}(-[1-9][0-9]{0,3})?")) {
            throw new IllegalArgumentException("'" + text + "' is no range of levels; write it like 1-2");
        }
        String[] bounds = text.split("-", 2);
        return new LevelRange(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[bounds.length - 1]));
    }

    @Override
    public String toString() {
        return "[" + lowest + ", " + highest + "]";
    }
}
