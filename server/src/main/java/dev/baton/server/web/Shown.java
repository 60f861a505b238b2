package dev.baton.server.web;

import io.javalin.http.Context;
import java.util.Optional;

/// The token that a request shows: programs as `Authorization: Bearer` (RFC 6750), browsers in the cookie of the login.
final class Shown {

    static final String COOKIE = "baton";
    private static final String BEARER = "Bearer ";

    private Shown() {}

    static Optional<String> token(Context context) {
        return Optional.ofNullable(context.header("Authorization")).filter(text -> text.startsWith(BEARER))
                .map(text -> text.substring(BEARER.length()).strip())
                .or(() -> Optional.ofNullable(context.cookie(COOKIE))).filter(text -> !text.isEmpty());
    }
}
