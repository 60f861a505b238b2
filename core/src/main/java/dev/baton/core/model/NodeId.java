package dev.baton.core.model;

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

    @Override
    public String toString() {
        return value;
    }
}
