package dev.baton.server.api;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Who may speak to this interface. It has no login, so it answers on loopback only, and only to callers that name it
/// as
/// such: a page from elsewhere, opened in a browser on this machine, is refused, whether it names its origin or has
/// made
/// its own name point here.
final class Guest {

    private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]", "::1");

    private Guest() {}

    /// Returns why the caller is refused; empty when it may speak.
    static Optional<String> reasonToRefuse(Context context) {
        String host = Optional.ofNullable(context.header("Host")).orElse("").replaceFirst(":[0-9]+$", "");
        if (!isLoopback(host)) {
            return Optional.of("this interface is for programs on this machine; it was called as '" + host + "'");
        }
        Optional<String> origin = Optional.ofNullable(context.header("Origin"));
        if (origin.isPresent() && !isLoopback(hostOf(origin.get()))) {
            return Optional.of("a page from " + origin.get() + " may not act here");
        }
        if (Optional.ofNullable(context.header("Sec-Fetch-Site")).filter("cross-site"::equals).isPresent()) {
            return Optional.of("a page from another site may not act here");
        }
        return Optional.empty();
    }

    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(name) || name.matches("127(\\.[0-9]{1,3}){3}");
    }

    private static String hostOf(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getHost()).orElse(origin);
        } catch (IllegalArgumentException broken) {
            return origin;
        }
    }
}
