package dev.baton.server.api;

import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.EventView;
import dev.baton.cluster.api.Problem;
import dev.baton.cluster.controller.ConfigurationHistory;
import dev.baton.cluster.controller.RunViews;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.StateBackup;
import dev.baton.coordination.tree.ControllerRecord;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Durations;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// The routes. Every answer is JSON; every refusal a [Problem].
public final class RestInterface implements AutoCloseable {

    private static final long LARGEST_REQUEST = 1L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final NodeId self;
    private final String own;
    private final Cluster cluster;
    private final RunViews runs = new RunViews();
    private final LeaderLink leader = new LeaderLink();
    private final Javalin server;

    /// Opens the interface and returns when it answers.
    ///
    /// @throws io.javalin.util.JavalinBindException if the port is in use
    public RestInterface(NodeId self, String host, int port, Cluster cluster) {
        this.self = self;
        own = "http://" + host + ":" + port;
        this.cluster = cluster;
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.concurrency.useVirtualThreads = true;
            config.http.maxRequestSize = LARGEST_REQUEST;
            config.routes.before(this::admit);
            config.routes.get(Api.HEALTH, context -> json(context, look(tree -> Views.health(tree, self))));
            config.routes.get(Api.STATUS, context -> json(context, look(tree -> Views.status(tree, self,
                    cluster.peerMode(), run(tree, Api.LATEST, true), cluster.leaseMargin(), Instant.now()))));
            config.routes.post(Api.REQUESTS, this::request);
            config.routes.get(Api.EVENTS, this::events);
            config.routes.get(Api.CONFIGURATIONS, context -> json(context, look(ConfigurationHistory::records)));
            config.routes.get(Api.CONFIGURATIONS + "/{number}", this::configuration);
            config.routes.get(Api.BACKUP, context -> json(context,
                    look(tree -> StateBackup.of(tree.image(), Instant.now()))));
            config.routes.get(Api.RUNS, context -> json(context, look(RestInterface::records)));
            config.routes.get(Api.RUNS + "/{run}", this::run);
            config.routes.exception(Json.Malformed.class, (broken, context) ->
                    problem(context, Problem.of(400, "malformed", String.valueOf(broken.getMessage()))));
        });
        server.start(host, port);
    }

    private void admit(Context context) {
        context.header("X-Content-Type-Options", "nosniff").header("Cache-Control", "no-store");
        if (context.method().equals(HandlerType.GET)) {
            cluster.cutOffSince().ifPresent(since -> context.header(Api.LAST_KNOWN, self
                    + " is cut off from the others since " + since.truncatedTo(ChronoUnit.SECONDS)));
        }
        Guest.reasonToRefuse(context).ifPresent(why -> {
            problem(context, Problem.of(403, "not from here", why));
            context.skipRemainingHandlers();
        });
    }

    private void request(Context context) throws InterruptedException {
        String type = Optional.ofNullable(context.contentType()).orElse("");
        if (!type.startsWith("application/json")) {
            problem(context, Problem.of(415, "malformed", "a request is application/json, not '" + type + "'"));
            return;
        }
        Request request = Json.read(context.body(), Request.class);
        String by = Optional.ofNullable(context.header(Api.BY)).filter(text -> !text.isBlank())
                .orElse("somebody at " + self);
        String key = Optional.ofNullable(context.header(Api.KEY)).filter(text -> !text.isBlank())
                .orElseGet(() -> UUID.randomUUID().toString());
        Ask ask = new Ask(by, key, "true".equals(context.queryParam(Api.DRY_RUN)), request);
        switch (await(cluster.ask(ask))) {
            case Answer.Accepted accepted -> json(context, accepted);
            case Answer.Refused(var reasons) -> problem(context, Problem.refused(reasons));
            case Answer.Unavailable(var why) -> problem(context, Problem.of(503, "not known", why));
            case Answer.NotLeader(var node, var api) -> handOn(context, ask, node, api);
        }
    }

    private void handOn(Context context, Ask ask, Optional<NodeId> who, Optional<String> known)
            throws InterruptedException {
        Optional<ControllerRecord> record = look(Views::leader);
        Optional<String> api = known.or(() -> record.map(ControllerRecord::api));
        Optional<NodeId> elsewhere = who.or(() -> record.map(ControllerRecord::node))
                .filter(node -> !node.equals(self));
        if (elsewhere.isPresent() && api.filter(own::equals).isPresent()) {
            // The leader's loopback address is ours as well: from here nothing leads to it.
            problem(context, Problem.of(503, "leader elsewhere", elsewhere.get() + " leads the cluster, and its "
                    + "interface answers on its own machine only; ask there"));
            return;
        }
        if (context.header(LeaderLink.HANDED_ON) != null || api.isEmpty()) {
            problem(context, Problem.of(503, "no leader", "no node leads the cluster at this moment; ask again"));
            return;
        }
        LeaderLink.Reply reply = leader.handOn(api.get(), ask, context.body());
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
            CompletableFuture<Boolean> change = cluster.nextChange();
            found = look(tree -> Views.events(tree, after));
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

    private void configuration(Context context) {
        long number = number(context.pathParam("number"));
        look(tree -> ConfigurationHistory.document(tree, number)).ifPresentOrElse(found -> json(context, found),
                () -> problem(context, Problem.of(404, "unknown", "the history has no configuration '"
                        + context.pathParam("number") + "'")));
    }

    private void run(Context context) {
        String name = context.pathParam("run");
        look(tree -> run(tree, name, false)).ifPresentOrElse(view -> json(context, view),
                () -> problem(context, Problem.of(404, "unknown", "there is no run '" + name + "'")));
    }

    /// Runs on the loop, where the views live.
    private Optional<RunView> run(TreeMirror tree, String name, boolean onlyActive) {
        Optional<RunId> id = onlyActive ? runs.active(tree)
                : runs.all(tree).stream().filter(run -> name.equals(Api.LATEST) || run.value().equals(name))
                        .reduce((_, later) -> later);
        return id.flatMap(run -> runs.of(tree, run, Instant.now()));
    }

    private static List<RunRecord> records(TreeMirror tree) {
        return tree.children(Paths.RUNS).stream().flatMap(path -> tree.value(path, RunRecord.class).stream())
                .sorted(Comparator.comparing(RunRecord::started).reversed()).toList();
    }

    private <T> T look(Function<TreeMirror, T> question) {
        try {
            return await(cluster.look(question));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("this daemon ends", ended);
        }
    }

    private static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException broken) {
            throw new IllegalStateException("the daemon did not answer: " + broken.getMessage(), broken);
        }
    }

    private static void json(Context context, Object value) {
        context.contentType("application/json").result(Json.text(value));
    }

    private static void problem(Context context, Problem problem) {
        context.status(problem.status()).contentType(Api.PROBLEM).result(Json.text(problem));
    }

    @Override
    public void close() {
        server.stop();
        leader.close();
    }
}
