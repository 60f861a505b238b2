package dev.baton.core.model;

/// The name of a kind.
///
/// @param value letters, digits, `.`, `_` and `-`; starts with a letter or digit
public record KindId(String value) implements Comparable<KindId> {

    /// @throws IllegalArgumentException if the text is no name
    public KindId {
        Names.check(value, "a kind");
    }

    @Override
    public int compareTo(KindId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
