package dev.baton.core.model;

import org.jspecify.annotations.Nullable;

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

    // Written out: names are compared everywhere, and what a record makes is slow until it is optimised.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof GroupId that && hashCode() == that.hashCode()
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
