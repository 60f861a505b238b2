package dev.baton.core.model;

/// The name of a group.
///
/// @param value letters, digits, `.`, `_` and `-`; starts with a letter or digit
public record GroupId(String value) implements Comparable<GroupId> {

    /// @throws IllegalArgumentException if the text is no name
    public GroupId {
        Names.check(value, "a group");
    }

    @Override
    public int compareTo(GroupId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
