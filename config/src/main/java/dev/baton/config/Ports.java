package dev.baton.config;

/// Ports as people write them.
final class Ports {

    private Ports() {}

    /// Returns the port, 1 to 65535.
    ///
    /// @throws IllegalArgumentException if it is none: with what would be
    static int parse(String text) {
        if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("'" + text + "' is no port; use 1 to 65535");
        }
        return Integer.parseInt(text);
    }
}
