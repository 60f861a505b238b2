package dev.baton.core.model;

import org.jspecify.annotations.Nullable;

/// The name of a node or witness.
///
/// @param value letters, digits, `.`, `_` and `-`; starts with a letter or digit
public record NodeId(String value) implements Comparable<NodeId> {

    /// @throws IllegalArgumentException if the text is no name
    public NodeId {
        Names.check(value, "a node");
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    // Written out: names are compared everywhere, and what a record makes is slow until it is optimised.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof NodeId that && hashCode() == that.hashCode()
                && value.equals(that.value));
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
