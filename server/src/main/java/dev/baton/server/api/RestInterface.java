package dev.baton.server.api;

import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.EventView;
import dev.baton.cluster.api.Problem;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import dev.baton.core.plan.Durations;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The routes under `/api/v1`. Every answer is JSON; every refusal a [Problem].
public final class RestInterface {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Desk desk;

    public RestInterface(Desk desk) {
        this.desk = desk;
    }

    /// Adds the routes.
    public void route(JavalinConfig config) {
        config.routes.get(Api.HEALTH, context -> json(context, desk.look(tree -> Views.health(tree, desk.self()))));
        config.routes.get(Api.STATUS, context -> json(context, desk.status()));
        config.routes.post(Api.REQUESTS, this::request);
        config.routes.get(Api.EVENTS, this::events);
        config.routes.get(Api.RUNS, context -> json(context, desk.runs()));
        config.routes.get(Api.RUNS + "/{run}", this::run);
        config.routes.exception(Json.Malformed.class, (broken, context) ->
                problem(context, Problem.of(400, "malformed", String.valueOf(broken.getMessage()))));
    }

    private void request(Context context) throws InterruptedException {
        String type = Optional.ofNullable(context.contentType()).orElse("");
        if (!type.startsWith("application/json")) {
            problem(context, Problem.of(415, "malformed", "a request is application/json, not '" + type + "'"));
            return;
        }
        Request request = Json.read(context.body(), Request.class);
        String by = Optional.ofNullable(context.header(Api.BY)).filter(text -> !text.isBlank())
                .orElse("somebody at " + desk.self());
        String key = Optional.ofNullable(context.header(Api.KEY)).filter(text -> !text.isBlank())
                .orElseGet(() -> UUID.randomUUID().toString());
        Ask ask = new Ask(by, key, "true".equals(context.queryParam(Api.DRY_RUN)), request);
        Desk.Reply reply = desk.put(ask, context.header(LeaderLink.HANDED_ON) != null);
        context.status(reply.status()).contentType(reply.contentType()).result(reply.body());
    }

    private void events(Context context) {
        long after = number(context.queryParam("after"));
        Duration wait;
        try {
            wait = Optional.ofNullable(context.queryParam("wait")).map(Durations::parse).orElse(Duration.ZERO);
        } catch (IllegalArgumentException broken) {
            problem(context, Problem.of(400, "malformed", "wait: " + broken.getMessage()));
            return;
        }
        long until = System.nanoTime() + (wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait).toNanos();
        List<EventView> found;
        long left;
        do {
            CompletableFuture<Boolean> change = desk.nextChange();
            found = desk.events(after);
            left = until - System.nanoTime();
            if (found.isEmpty() && left > 0) {
                change.completeOnTimeout(false, left, TimeUnit.NANOSECONDS).join();
            }
        } while (found.isEmpty() && left > 0);
        json(context, found);
    }

    private static long number(@org.jspecify.annotations.Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private void run(Context context) {
        String name = context.pathParam("run");
        desk.run(name).ifPresentOrElse(view -> json(context, view),
                () -> problem(context, Problem.of(404, "unknown", "there is no run '" + name + "'")));
    }

    private static void json(Context context, Object value) {
        context.contentType("application/json").result(Json.text(value));
    }

    static void problem(Context context, Problem problem) {
        context.status(problem.status()).contentType(Api.PROBLEM).result(Json.text(problem));
    }
}
