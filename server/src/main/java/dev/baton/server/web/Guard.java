package dev.baton.server.web;

import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.Problem;
import dev.baton.console.Paths;
import dev.baton.coordination.tree.Json;
import dev.baton.server.access.Access;
import dev.baton.server.access.Audit;
import dev.baton.server.access.Caller;
import dev.baton.server.access.Judgement;
import dev.baton.server.api.Desk;
import dev.baton.server.monitoring.Monitoring;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /// What a machine that watches asks, and what a person sees before the login.
    private static final Set<String> FREE = Set.of(Api.HEALTH, Monitoring.HEALTH, Monitoring.READY, Paths.LOGIN,
            Paths.LOGOUT);

    private static final long LONGEST_HEARD = 16L << 20;

    private final Desk desk;
    private final Access access;

    public Guard(Desk desk, Access access) {
        this.desk = desk;
        this.access = access;
    }

    /// Adds itself before the routes, and what answers where there is none.
    public void route(JavalinConfig config) {
        config.routes.before(this::admit);
        config.routes.exception(HttpResponseException.class, (broken, context) -> misunderstood(context,
                broken.getStatus()));
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
        access.tls().ifPresent(_ -> context.header("Strict-Transport-Security", "max-age=31536000"));
        Optional<String> foreign = Guest.reasonToRefuse(context, access.onlyThisMachine());
        if (foreign.isPresent()) {
            refuse(context, Problem.of(403, "not from here", foreign.get()));
        } else if (context.header("Transfer-Encoding") != null) {
            // Its length would be known only when all of it was in memory.
            refuse(context, Problem.of(411, "malformed", "a request says how long it is (Content-Length)"));
        } else if (!FREE.contains(context.path()) && !context.path().startsWith(Paths.STATIC + "/")) {
            switch (who(context)) {
                case Judgement.Known(var caller) -> caller.admitTo(context);
                case Judgement.Unknown(var why) -> unknown(context, why);
            }
        }
    }

    /// A machine that joins shows its join token instead of a caller's, and for nothing but that.
    private Judgement who(Context context) {
        Optional<String> offer = Presented.offer(context);
        boolean joins = offer.isPresent() && !access.onlyThisMachine() && context.method().equals(HandlerType.POST)
                && context.path().equals(Api.REQUESTS);
        if (!joins) {
            return access.who(Presented.by(context));
        }
        return desk.offers(offer.get()) ? new Judgement.Known(Caller.joining(offer.get()))
                : new Judgement.Unknown("this join token was used, or its time is over; make another on a member: "
                        + "baton join-token");
    }

    private static void unknown(Context context, String why) {
        boolean person = context.method().equals(HandlerType.GET)
                && Optional.ofNullable(context.header("Accept")).orElse("").contains("text/html");
        if (person) {
            if (Presented.by(context).isSomething()) {
                Audit.refused(context, why);
            }
            context.redirect(Paths.LOGIN, HttpStatus.SEE_OTHER);
            context.skipRemainingHandlers();
            return;
        }
        context.header("WWW-Authenticate", "Bearer realm=\"baton\"");
        refuse(context, Problem.of(401, "who are you", why));
    }

    private static void refuse(Context context, Problem problem) {
        Audit.refused(context, problem.detail());
        problem(context, problem);
        context.skipRemainingHandlers();
    }

    private static void misunderstood(Context context, int status) {
        if (status == HttpStatus.CONTENT_TOO_LARGE.getCode()) {
            hearOut(context);
        }
        String sentence = sentence(context, status);
        if (status != HttpStatus.NOT_FOUND.getCode()) {
            Audit.refused(context, sentence);
        }
        problem(context, Problem.of(status, title(status), sentence));
    }

    /// An answer in the middle of a request is lost to most clients, and with it why they are refused.
    private static void hearOut(Context context) {
        try {
            context.req().getInputStream().skip(LONGEST_HEARD);
        } catch (IOException gone) {
            LOG.debug("a caller went away", gone);
        }
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
