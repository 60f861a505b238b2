package dev.baton.core.model;

/// Which formats of a group's data a product version can open.
public enum DataMode {
    /// Any format: the data does not change with the product.
    COMPATIBLE {
        @Override
        boolean opens(Version own, Version format) {
            return true;
        }
    },
    /// Its own format and the ones before it.
    BACKWARD {
        @Override
        boolean opens(Version own, Version format) {
            return format.compareTo(own) <= 0;
        }
    },
    /// Only its own format.
    STRICT {
        @Override
        boolean opens(Version own, Version format) {
            return format.equals(own);
        }
    };

    abstract boolean opens(Version own, Version format);
}
