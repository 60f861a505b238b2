package dev.baton.core.model;

import org.jspecify.annotations.Nullable;

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

    // Written out: compared everywhere, and what a record makes is slow until it is optimised.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof ProductId that && value.equals(that.value));
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
