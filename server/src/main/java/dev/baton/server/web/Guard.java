package dev.baton.server.web;

import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.Problem;
import dev.baton.coordination.tree.Json;
import dev.baton.server.api.Desk;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands before every route.
public final class Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    /// Nothing but what this server sends is run, drawn or asked, and nobody else shows a page of it. Without any
    /// referrer a browser would hide where our own forms come from.
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Referrer-Policy", "same-origin",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Cache-Control", "no-store");

    private final Desk desk;

    public Guard(Desk desk) {
        this.desk = desk;
    }

    /// Adds itself before the routes, and what answers where there is none.
    public void route(JavalinConfig config) {
        config.routes.before(this::admit);
        config.routes.exception(HttpResponseException.class, (broken, context) -> problem(context, Problem.of(
                broken.getStatus(), title(broken.getStatus()), sentence(context, broken.getStatus()))));
        config.routes.exception(Exception.class, Guard::failed);
    }

    private static void failed(Exception broken, Context context) {
        try {
            LOG.warn("{} {} failed", context.method(), context.path(), broken);
            problem(context, Problem.of(500, "failed", "this daemon could not answer; its log says why"));
        } catch (IllegalStateException | NullPointerException gone) {
            // The caller has gone and its request was put away: there is nobody to tell.
            LOG.debug("a caller went away", broken);
        }
    }

    private void admit(Context context) {
        HEADERS.forEach(context::header);
        if (context.method().equals(HandlerType.GET)) {
            desk.lastKnown().ifPresent(why -> context.header(Api.LAST_KNOWN, why));
        }
        Guest.reasonToRefuse(context).ifPresent(why -> {
            LOG.warn("refused {} {}: {}", context.method(), context.path(), why);
            problem(context, Problem.of(403, "not from here", why));
            context.skipRemainingHandlers();
        });
    }

    private static String title(int status) {
        return switch (status) {
            case 404 -> "unknown";
            case 405 -> "not so";
            case 413 -> "too large";
            default -> "malformed";
        };
    }

    private static String sentence(Context context, int status) {
        return switch (status) {
            case 404 -> "there is nothing at " + context.path();
            case 405 -> context.path() + " does not understand " + context.method().toString().toUpperCase(Locale.ROOT);
            case 413 -> "a request has at most 1 MiB";
            default -> "the request is not understood";
        };
    }

    private static void problem(Context context, Problem problem) {
        context.status(problem.status()).contentType(Api.PROBLEM).result(Json.text(problem));
    }
}
