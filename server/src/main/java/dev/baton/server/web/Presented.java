package dev.baton.server.web;

import dev.baton.cluster.api.Api;
import dev.baton.server.access.Shown;
import io.javalin.http.Context;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// What a request shows of its caller: programs a token as `Authorization: Bearer` (RFC 6750), browsers the cookie of
/// the login, both a certificate in TLS.
final class Presented {

    static final String COOKIE = "baton";
    private static final String BEARER = "Bearer ";
    private static final String CHAIN = "jakarta.servlet.request.X509Certificate";

    private Presented() {}

    static Shown by(Context context) {
        Optional<String> token = authorization(context, BEARER).or(() -> Optional.ofNullable(context.cookie(COOKIE)))
                .filter(text -> !text.isEmpty());
        List<X509Certificate> chain = context.req().getAttribute(CHAIN) instanceof X509Certificate[] shown
                ? List.of(shown) : List.of();
        return new Shown(token, chain);
    }

    /// Returns the name of the offer that a machine which joins shows; empty when it is none.
    static Optional<String> offer(Context context) {
        return authorization(context, Api.JOINING).filter(text -> !text.isEmpty());
    }

    private static Optional<String> authorization(Context context, String scheme) {
        return Optional.ofNullable(context.header("Authorization")).filter(text -> text.startsWith(scheme))
                .map(text -> text.substring(scheme.length()).strip());
    }
}
