package dev.baton.core.model;

/// The name of a run: one carrying-out of a plan.
///
/// @param value letters, digits, `.`, `_` and `-`; starts with a letter or digit
public record RunId(String value) implements Comparable<RunId> {

    /// @throws IllegalArgumentException if the text is no name
    public RunId {
        Names.check(value, "a run");
    }

    @Override
    public int compareTo(RunId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
