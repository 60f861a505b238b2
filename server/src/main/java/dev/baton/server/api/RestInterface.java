package dev.baton.server.api;

import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.EventView;
import dev.baton.cluster.api.Health;
import dev.baton.cluster.api.Problem;
import dev.baton.cluster.api.StatusView;
import dev.baton.cluster.controller.ConfigurationHistory;
import dev.baton.coordination.Gzip;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.StateBackup;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.ConfigurationRecord;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.MachineFacts;
import dev.baton.core.model.MachineSurvey;
import dev.baton.core.plan.Durations;
import dev.baton.core.report.RunReport;
import dev.baton.server.access.Audit;
import dev.baton.server.access.Caller;
import io.javalin.config.JavalinConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The routes under `/api/v1`, and the OpenAPI document that is made from them. Every answer is JSON; every refusal a
/// [Problem].
public final class RestInterface {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    /// In bytes: the plan of 1,000 nodes and 10,000 groups has 3.6 MB.
    private static final int LARGEST_UNPACKED = 32 << 20;

    private final Desk desk;
    private final List<Route> routes;

    /// @param more routes beside these that the document names as well
    public RestInterface(Desk desk, List<Route> more) {
        this.desk = desk;
        routes = Stream.concat(own().stream(), more.stream()).toList();
    }

    private List<Route> own() {
        return List.of(
                Route.get(Api.HEALTH, "health", "How the daemon that answers is", Health.class,
                        context -> json(context, desk.health())),
                Route.get(Api.STATUS, "status", "The whole cluster as this node sees it", StatusView.class,
                        context -> json(context, desk.status())),
                Route.post(Api.REQUESTS, "ask", "Asks the leader for a change", Request.class, Answer.Accepted.class,
                        this::request,
                        new Route.Parameter(Api.DRY_RUN, "`true` only asks what would be done, or why not", false),
                        new Route.Parameter(Api.KEY, "chosen by whoever asks, unique for each wish; the same key "
                                + "again is answered without doing it twice", true),
                        new Route.Parameter(Api.BY, "who asks, for the event log, such as `admin at node1`", true)),
                Route.get(Api.EVENTS, "events", "What happened, oldest first", EventView[].class, this::events,
                        new Route.Parameter("after", "only events after the one of this number", false),
                        new Route.Parameter("kind", "only of these kinds, such as `failover,group-failed`", false),
                        new Route.Parameter("wait", "how long to wait for the first, such as `20s`; 30 s at most",
                                false)),
                Route.get(Api.CONFIGURATIONS, "configurations", "Every configuration that was applied",
                        ConfigurationRecord[].class, context -> json(context, desk.look(
                                ConfigurationHistory::records))),
                Route.get(Api.CONFIGURATIONS + "/{number}", "configuration", "One of them, whole",
                        ClusterDocument.class, this::configuration),
                Route.get(Api.BACKUP, "backup", "Everything that a restore needs", StateBackup.class,
                        context -> json(context, desk.look(tree -> StateBackup.of(tree.image(), Instant.now())))),
                Route.get(Api.MACHINE, "machine", "The machine of the daemon that answers: its file systems, its clock",
                        MachineFacts.class, context -> json(context, desk.machine())),
                Route.get(Api.MACHINES, "machines", "Every machine, as the daemon that answers has just asked it",
                        MachineSurvey.class, context -> json(context, desk.machines())),
                Route.get(Api.RUNS, "runs", "Every known run, newest first", RunRecord[].class,
                        context -> json(context, desk.runs())),
                Route.get(Api.RUNS + "/{run}", "run", "A run; `latest` names the newest", RunView.class, this::run),
                Route.get(Api.RUNS + "/{run}" + Api.REPORT, "report", "What came of a run; `latest` names the newest",
                        RunReport.class, this::report));
    }

    /// Adds the routes.
    public void route(JavalinConfig config) {
        routes.forEach(route -> config.routes.addEndpoint(new Endpoint(route.method(), route.path(),
                route.handler())));
        config.routes.get(Api.DOCUMENT, context -> json(context, OpenApi.of(routes)));
        config.routes.exception(Json.Malformed.class, (broken, context) ->
                malformed(context, 400, String.valueOf(broken.getMessage())));
    }

    private void request(Context context) throws InterruptedException {
        String type = Optional.ofNullable(context.contentType()).orElse("");
        if (!type.startsWith("application/json")) {
            malformed(context, 415, "a request is application/json, not '" + type + "'");
            return;
        }
        Request request = Json.read(body(context), Request.class);
        String by = Optional.ofNullable(context.header(Api.BY)).filter(text -> !text.isBlank())
                .orElse("somebody at " + desk.self());
        String key = Optional.ofNullable(context.header(Api.KEY)).filter(text -> !text.isBlank())
                .orElseGet(() -> UUID.randomUUID().toString());
        Ask ask = new Ask(by, key, "true".equals(context.queryParam(Api.DRY_RUN)), request);
        Desk.Reply reply = desk.put(ask, Caller.of(context), context.header(NodeLink.HANDED_ON) != null);
        context.status(reply.status()).contentType(reply.contentType()).result(reply.body());
    }

    /// A long request, such as the start of a long plan, comes packed.
    private static String body(Context context) {
        if (!Api.PACKED.equals(context.header(Api.ENCODING))) {
            return context.body();
        }
        try {
            return Gzip.unpack(context.bodyAsBytes(), LARGEST_UNPACKED);
        } catch (IllegalArgumentException broken) {
            throw new BadRequestResponse(String.valueOf(broken.getMessage()));
        }
    }

    private static void malformed(Context context, int status, String why) {
        Audit.refused(context, why);
        problem(context, Problem.of(status, "malformed", why));
    }

    private void events(Context context) {
        long after = number(context.queryParam("after"));
        Duration wait;
        Set<EventKind> kinds;
        try {
            kinds = kinds(context.queryParam("kind"));
        } catch (IllegalArgumentException broken) {
            problem(context, Problem.of(400, "malformed", "kind: " + broken.getMessage()));
            return;
        }
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
            found = desk.events(after).stream().filter(event -> kinds.isEmpty() || kinds.contains(event.kind()))
                    .toList();
            left = until - System.nanoTime();
            if (found.isEmpty() && left > 0) {
                change.completeOnTimeout(false, left, TimeUnit.NANOSECONDS).join();
            }
        } while (found.isEmpty() && left > 0);
        json(context, found);
    }

    private static Set<EventKind> kinds(@org.jspecify.annotations.Nullable String text) {
        EnumSet<EventKind> kinds = EnumSet.noneOf(EventKind.class);
        if (text != null) {
            Stream.of(text.split(",", -1)).map(EventKind::parse).forEach(kinds::add);
        }
        return kinds;
    }

    private static long number(@org.jspecify.annotations.Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private void configuration(Context context) {
        long number = number(context.pathParam("number"));
        desk.look(tree -> ConfigurationHistory.document(tree, number)).ifPresentOrElse(found -> json(context, found),
                () -> problem(context, Problem.of(404, "unknown", "the history has no configuration '"
                        + context.pathParam("number") + "'")));
    }

    private void run(Context context) {
        ofRun(context, desk.run(context.pathParam("run")));
    }

    private void report(Context context) {
        ofRun(context, desk.report(context.pathParam("run")));
    }

    private static void ofRun(Context context, Optional<?> found) {
        found.ifPresentOrElse(value -> json(context, value), () -> problem(context, Problem.of(404, "unknown",
                "there is no run '" + context.pathParam("run") + "'")));
    }

    private static void json(Context context, Object value) {
        context.contentType("application/json").result(Json.text(value));
    }

    static void problem(Context context, Problem problem) {
        context.status(problem.status()).contentType(Api.PROBLEM).result(Json.text(problem));
    }
}
