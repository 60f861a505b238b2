package dev.baton.config;

import java.util.Locale;
import java.util.Set;

/// Names and addresses by which only this machine is reached (RFC 1122, RFC 4291, RFC 6761).
public final class Loopback {

    private static final Set<String> NAMES = Set.of("localhost", "[::1]", "::1");

    private Loopback() {}

    /// Returns whether nobody but this machine is reached by this name.
    public static boolean is(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return NAMES.contains(name) || name.matches("127(\\.[0-9]{1,3}){3}");
    }
}
