package dev.baton.cli.api;

import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.EventView;
import dev.baton.cluster.api.Problem;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.core.journal.RunView;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Talks with whichever node of the cluster answers first.
///
/// Every method blocks until an answer is there, and throws [Failure] with a whole sentence: [Exit#UNREACHABLE] when no
/// node answers or none leads, [Exit#USAGE] when the cluster could not understand what was asked.
public final class ApiClient {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    /// A frozen node accepts connections and says nothing: the next one is asked after this.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Endpoints endpoints;
    private final String by;
    private final HttpClient http;
    private int first;

    /// @param by who asks, for the cluster's event log
    public ApiClient(Endpoints endpoints, String by) {
        this.endpoints = endpoints;
        this.by = by;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT)
                .proxy(HttpClient.Builder.NO_PROXY).build();
    }

    /// What the cluster said to a request.
    public sealed interface Reply {
        /// It is ordered, or, asked as a dry run, it would be.
        record Accepted(Answer.Accepted answer) implements Reply {}
        /// Nothing was changed.
        record Refused(Problem problem) implements Reply {}
    }

    /// Returns the cluster as one node sees it.
    public StatusView status() {
        return read(get(Api.STATUS, PATIENCE), StatusView.class);
    }

    /// Returns the events after number `after`, oldest first; waits up to `patience` for the first.
    public List<EventView> events(long after, Duration patience) {
        String query = Api.EVENTS + "?after=" + after
                + (patience.isZero() ? "" : "&wait=" + patience.toSeconds() + "s");
        return List.of(read(get(query, PATIENCE.plus(patience)), EventView[].class));
    }

    /// Returns every known run, newest first.
    public List<RunRecord> runs() {
        return List.of(read(get(Api.RUNS, PATIENCE), RunRecord[].class));
    }

    /// Returns a run; [Api#LATEST] names the newest. Empty when there is none of that name.
    public Optional<RunView> run(String name) {
        HttpResponse<String> answer = send(Api.RUNS + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8),
                HttpRequest.newBuilder().GET().timeout(PATIENCE));
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(read(answer, RunView.class));
    }

    /// Asks something of the leader.
    ///
    /// @param key    the same for every attempt at the same wish
    /// @param dryRun whether only to say what would be done
    public Reply ask(Request request, String key, boolean dryRun) {
        HttpResponse<String> answer = send(Api.REQUESTS + (dryRun ? "?" + Api.DRY_RUN + "=true" : ""),
                HttpRequest.newBuilder().timeout(PATIENCE.multipliedBy(4)).header(Api.KEY, key).header(Api.BY, by)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(Json.text(request))));
        if (answer.statusCode() == 409) {
            return new Reply.Refused(parse(answer, Problem.class));
        }
        return switch (read(answer, Answer.class)) {
            case Answer.Accepted accepted -> new Reply.Accepted(accepted);
            case Answer.Refused(var reasons) -> new Reply.Refused(Problem.refused(reasons));
            case Answer.NotLeader _ -> throw new Failure(Exit.UNREACHABLE, "the node that answered does not lead.");
            case Answer.Unavailable(var why) -> throw new Failure(Exit.UNREACHABLE, why);
        };
    }

    private HttpResponse<String> get(String path, Duration patience) {
        return send(path, HttpRequest.newBuilder().GET().timeout(patience));
    }

    /// Asks one node after the other, the last one that answered first.
    private HttpResponse<String> send(String path, HttpRequest.Builder request) {
        List<String> tried = new ArrayList<>();
        int count = endpoints.urls().size();
        for (int i = 0; i < count; i++) {
            int at = (first + i) % count;
            URI node = endpoints.urls().get(at);
            try {
                HttpResponse<String> answer = http.send(request.uri(URI.create(node + path)).build(),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 503) {
                    first = at;
                    return answer;
                }
                tried.add(node + " (" + detail(answer) + ")");
            } catch (IOException failed) {
                tried.add(node + " (" + why(failed) + ")");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new Failure(Exit.UNREACHABLE, "interrupted while waiting for " + node + ".");
            }
        }
        throw new Failure(Exit.UNREACHABLE, "the cluster is not reachable: " + String.join(", ", tried)
                + ". Start batond there, or name a node with --api or BATON_API (these came from " + endpoints.from()
                + ").");
    }

    private static String why(IOException failed) {
        if (failed instanceof HttpTimeoutException) {
            return "no answer";
        }
        if (failed instanceof ConnectException) {
            return "connection refused";
        }
        return failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
    }

    private static <T> T read(HttpResponse<String> answer, Class<T> type) {
        if (answer.statusCode() == 200) {
            return parse(answer, type);
        }
        throw new Failure(answer.statusCode() == 400 || answer.statusCode() == 404 ? Exit.USAGE : Exit.UNREACHABLE,
                answer.uri().getAuthority() + " answers " + answer.statusCode() + ": " + detail(answer));
    }

    private static String detail(HttpResponse<String> answer) {
        try {
            return Json.read(answer.body(), Problem.class).detail();
        } catch (Json.Malformed plain) {
            return answer.body().strip();
        }
    }

    private static <T> T parse(HttpResponse<String> answer, Class<T> type) {
        try {
            return Json.read(answer.body(), type);
        } catch (Json.Malformed foreign) {
            throw new Failure(Exit.UNREACHABLE, answer.uri() + " answers what this command does not understand ("
                    + String.valueOf(foreign.getMessage()).lines().findFirst().orElse("")
                    + "). Is a node of the same version listening there?");
        }
    }
}
