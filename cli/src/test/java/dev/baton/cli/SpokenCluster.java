package dev.baton.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.EventView;
import dev.baton.cluster.api.Problem;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.MachineSurvey;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/// A node's REST interface over real HTTP, in front of an image that tests change: it answers what [#answers] says and
/// notes every request that is meant.
final class SpokenCluster implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<EventView> events = new ArrayList<>();
    private ClusterImage image;
    private Optional<RunView> run = Optional.empty();
    private Optional<MachineSurvey> machines = Optional.empty();
    private BiFunction<Request, ClusterImage, Answer> answers = (_, _) -> accepted("done", Map.of());
    private BiFunction<Request, ClusterImage, ClusterImage> effects = (_, now) -> now;
    private boolean leaderless;
    private Optional<String> lastKnown = Optional.empty();

    SpokenCluster(ClusterImage image) {
        this.image = image;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    static Answer accepted(String line, Map<String, String> ids) {
        return new Answer.Accepted(List.of(line), new TreeMap<>(ids));
    }

    static Answer refused(Reason... reasons) {
        return new Answer.Refused(List.of(reasons));
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// What it says to requests.
    SpokenCluster answers(BiFunction<Request, ClusterImage, Answer> said) {
        answers = said;
        return this;
    }

    /// What becomes of the image after a request that was meant and accepted.
    SpokenCluster effects(BiFunction<Request, ClusterImage, ClusterImage> done) {
        effects = done;
        return this;
    }

    SpokenCluster runs(RunView view) {
        run = Optional.of(view);
        return this;
    }

    /// What its machines say; a node of an earlier build cannot ask them.
    SpokenCluster machines(MachineSurvey.Answer... answers) {
        machines = Optional.of(new MachineSurvey(new NodeId("node1"), List.of(answers)));
        return this;
    }

    SpokenCluster says(EventView event) {
        events.add(event);
        return this;
    }

    /// From now on it is cut off from the others.
    SpokenCluster cutOff(String said) {
        lastKnown = Optional.of(said);
        return this;
    }

    SpokenCluster withoutLeader() {
        leaderless = true;
        return this;
    }

    /// Returns what was asked and meant, dry runs left out.
    synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    synchronized List<String> keys() {
        return List.copyOf(keys);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        lastKnown.ifPresent(said -> exchange.getResponseHeaders().set(Api.LAST_KNOWN, said));
        if (path.equals(Api.STATUS)) {
            send(exchange, 200, status());
        } else if (path.equals(Api.REQUESTS)) {
            ask(exchange);
        } else if (path.equals(Api.EVENTS)) {
            send(exchange, 200, events);
        } else if (path.equals(Api.MACHINES) && machines.isPresent()) {
            send(exchange, 200, machines.get());
        } else if (path.equals(Api.RUNS)) {
            send(exchange, 200, run.map(view -> new RunRecord(view.run(), view.upgrade(), view.digest(), 1, view.by(),
                    view.started(), view.ended())).stream().toList());
        } else if (path.startsWith(Api.RUNS) && run.filter(view -> path.endsWith("/" + Api.LATEST
                + Api.REPORT) || path.endsWith("/" + view.run() + Api.REPORT)).isPresent()) {
            send(exchange, 200, Scenes.report(run.get()));
        } else if (path.startsWith(Api.RUNS) && run.filter(view -> path.endsWith("/" + Api.LATEST)
                || path.endsWith("/" + view.run())).isPresent()) {
            send(exchange, 200, run.orElseThrow());
        } else {
            send(exchange, 404, Problem.of(404, "unknown", "there is no " + path));
        }
    }

    private synchronized StatusView status() {
        TreeMap<NodeId, String> votes = new TreeMap<>();
        image.nodes().keySet().forEach(node -> votes.put(node, "follower"));
        return new StatusView(image, Optional.of(new NodeId("node2")),
                new StatusView.Votes(votes.size(), votes.size(), votes), new TreeMap<>(), run, NOW);
    }

    private synchronized void ask(HttpExchange exchange) throws IOException {
        Request request = Json.read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                Request.class);
        if (leaderless) {
            send(exchange, 503, Problem.of(503, "no leader", "no node leads now"));
            return;
        }
        boolean dry = "dry-run=true".equals(exchange.getRequestURI().getQuery());
        Answer answer = answers.apply(request, image);
        if (!dry) {
            requests.add(request);
            keys.add(exchange.getRequestHeaders().getFirst(Api.KEY));
        }
        switch (answer) {
            case Answer.Accepted accepted -> {
                image = dry ? image : effects.apply(request, image);
                send(exchange, 200, accepted);
            }
            case Answer.Refused(var reasons) -> send(exchange, 409, Problem.refused(reasons));
            case Answer.NotLeader _, Answer.Unavailable _ ->
                send(exchange, 503, Problem.of(503, "no leader", "no node leads now"));
        }
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = Json.text(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", status == 200 ? "application/json" : Api.PROBLEM);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
