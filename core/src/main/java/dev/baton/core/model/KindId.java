package dev.baton.core.model;

import org.jspecify.annotations.Nullable;

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

    // Written out: compared everywhere, and what a record makes is slow until it is optimised.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof KindId that && value.equals(that.value));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
