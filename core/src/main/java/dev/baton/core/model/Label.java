package dev.baton.core.model;

/// What groups that are to be kept apart have in common, such as `directory-service`.
///
/// @param value letters, digits, `.`, `_` and `-`; starts with a letter or digit
public record Label(String value) implements Comparable<Label> {

    /// @throws IllegalArgumentException if the text is no name
    public Label {
        Names.check(value, "a label");
    }

    @Override
    public int compareTo(Label other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
