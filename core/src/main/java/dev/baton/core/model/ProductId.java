package dev.baton.core.model;

/// The name of a product, such as `postgresql` or `os`.
///
/// @param value letters, digits, `.`, `_` and `-`; starts with a letter or digit
public record ProductId(String value) implements Comparable<ProductId> {

    /// @throws IllegalArgumentException if the text is no name
    public ProductId {
        Names.check(value, "a product");
    }

    @Override
    public int compareTo(ProductId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
