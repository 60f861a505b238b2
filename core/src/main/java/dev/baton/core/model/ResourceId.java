package dev.baton.core.model;

/// The name of a resource, unique within its group.
///
/// @param value letters, digits, `.`, `_` and `-`; starts with a letter or digit
public record ResourceId(String value) implements Comparable<ResourceId> {

    /// @throws IllegalArgumentException if the text is no name
    public ResourceId {
        Names.check(value, "a resource");
    }

    @Override
    public int compareTo(ResourceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
