package dev.baton.server.web;

import dev.baton.config.Loopback;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may speak to this web server, whoever they are. Without a login it answers on loopback only, and only to callers
/// that name it as such. A page of another origin may lead a person here by a link; it may act here in no way, whether
/// it names its origin or has made its own name point here.
final class Guest {

    private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD);

    private Guest() {}

    /// Returns why the caller is refused; empty when it may speak.
    ///
    /// @param onlyThisMachine whether there is no login
    static Optional<String> reasonToRefuse(Context context, boolean onlyThisMachine) {
        return reasonToRefuse(context.method(), context.header("Host"), context.header("Origin"),
                context.header("Sec-Fetch-Site"), context.header("Sec-Fetch-Mode"), onlyThisMachine);
    }

    /// Returns the same for a request with these headers.
    static Optional<String> reasonToRefuse(HandlerType method, @Nullable String host, @Nullable String origin,
            @Nullable String site, @Nullable String mode, boolean onlyThisMachine) {
        String called = Optional.ofNullable(host).orElse("");
        if (onlyThisMachine && !Loopback.is(called.replaceFirst(":[0-9]+$", ""))) {
            return Optional.of("this interface is for programs on this machine; it was called as '"
                    + called.replaceFirst(":[0-9]+$", "") + "'");
        }
        if (origin != null && !authority(origin).equals(called.toLowerCase(Locale.ROOT))) {
            return Optional.of("a page from " + origin + " may not act here");
        }
        boolean follows = READING.contains(method) && "navigate".equals(mode);
        if (site != null && !follows && !site.equals("same-origin") && !site.equals("none")) {
            return Optional.of("a page from another site may not act here");
        }
        return Optional.empty();
    }

    private static String authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getAuthority()).orElse(origin).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException broken) {
            return origin;
        }
    }
}
