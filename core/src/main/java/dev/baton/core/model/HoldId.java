package dev.baton.core.model;

/// The name of a hold, unique on its node.
///
/// @param value letters, digits, `.`, `_` and `-`; starts with a letter or digit
public record HoldId(String value) implements Comparable<HoldId> {

    /// @throws IllegalArgumentException if the text is no name
    public HoldId {
        Names.check(value, "a hold");
    }

    @Override
    public int compareTo(HoldId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
