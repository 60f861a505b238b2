package dev.baton.cli.api;

import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.EventView;
import dev.baton.cluster.api.Problem;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.StateBackup;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.ConfigurationRecord;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.MachineSurvey;
import dev.baton.core.report.RunReport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Talks with whichever node of the cluster answers first.
///
/// Every method blocks until an answer is there, and throws [Failure] with a whole sentence: [Exit#UNREACHABLE] when no
/// node answers or none leads, [Exit#USAGE] when the cluster could not understand what was asked.
public final class ApiClient {

    /// A frozen node accepts connections and says nothing.
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    /// Then the next one is asked, as long as there is a next one.
    private static final Duration PATIENCE_WITH_OTHERS = Duration.ofMillis(1_500);

    /// Longer than the cluster takes to choose another leader.
    public static final Duration ELECTION = Duration.ofSeconds(10);

    private final Endpoints endpoints;
    private final Credentials credentials;
    private final String by;
    private final Duration election;
    private int first;
    private Optional<String> lastKnown = Optional.empty();

    /// Asks again for as long as the cluster takes to choose another leader.
    ///
    /// @param by who asks, for the cluster's event log
    public ApiClient(Endpoints endpoints, String by) {
        this(endpoints, by, Credentials.NONE, ELECTION);
    }

    /// @param by          who asks, for the cluster's event log
    /// @param credentials how it shows who it is
    /// @param election    how long to ask again while nodes answer and none leads
    public ApiClient(Endpoints endpoints, String by, Credentials credentials, Duration election) {
        this.endpoints = endpoints;
        this.credentials = credentials;
        this.by = by;
        this.election = election;
    }

    /// What the cluster said to a request.
    public sealed interface Reply {
        /// It is ordered, or, asked as a dry run, it would be.
        record Accepted(Answer.Accepted answer) implements Reply {}
        /// Nothing was changed.
        record Refused(Problem problem) implements Reply {}
    }

    /// Returns why the last answer is only what a node last knew: every node that answered is cut off from the
    /// coordination engine. Empty when the answer was current.
    public Optional<String> lastKnown() {
        return lastKnown;
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

    /// Returns what was applied, oldest first.
    public List<ConfigurationRecord> configurations() {
        return List.of(read(get(Api.CONFIGURATIONS, PATIENCE), ConfigurationRecord[].class));
    }

    /// Returns the configuration of that number; empty when the history has none.
    public Optional<ClusterDocument> configuration(long number) {
        Wire.Answer answer = get(Api.CONFIGURATIONS + "/" + number, PATIENCE);
        return answer.status() == 404 ? Optional.empty() : Optional.of(read(answer, ClusterDocument.class));
    }

    /// Returns all that the cluster must not lose.
    public StateBackup backup() {
        return read(get(Api.BACKUP, PATIENCE), StateBackup.class);
    }

    /// Returns what every machine says of itself, as the node that answers has just asked it; empty where that node is
    /// of an earlier build and cannot ask.
    public Optional<MachineSurvey> machines() {
        Wire.Answer answer = get(Api.MACHINES, PATIENCE.multipliedBy(2));
        return answer.status() == 404 ? Optional.empty() : Optional.of(read(answer, MachineSurvey.class));
    }

    /// Returns every known run, newest first.
    public List<RunRecord> runs() {
        return List.of(read(get(Api.RUNS, PATIENCE), RunRecord[].class));
    }

    /// Returns a run; [Api#LATEST] names the newest. Empty when there is none of that name.
    public Optional<RunView> run(String name) {
        return ofRun(name, "", RunView.class);
    }

    /// Returns what came of a run; [Api#LATEST] names the newest. Empty when there is none of that name.
    public Optional<RunReport> report(String name) {
        return ofRun(name, Api.REPORT, RunReport.class);
    }

    private <T> Optional<T> ofRun(String name, String what, Class<T> type) {
        Wire.Answer answer = get(Api.RUNS + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + what, PATIENCE);
        return answer.status() == 404 ? Optional.empty() : Optional.of(read(answer, type));
    }

    /// Asks something of the leader.
    ///
    /// @param key    the same for every attempt at the same wish
    /// @param dryRun whether only to say what would be done
    public Reply ask(Request request, String key, boolean dryRun) {
        Wire.Answer answer = send(Api.REQUESTS + (dryRun ? "?" + Api.DRY_RUN + "=true" : ""),
                Map.of(Api.KEY, key, Api.BY, by, "Content-Type", "application/json"),
                Optional.of(Json.text(request)), PATIENCE.multipliedBy(4));
        if (answer.status() == 409 || answer.status() == 403) {
            return new Reply.Refused(parse(answer, Problem.class));
        }
        return switch (read(answer, Answer.class)) {
            case Answer.Accepted accepted -> new Reply.Accepted(accepted);
            case Answer.Refused(var reasons) -> new Reply.Refused(Problem.refused(reasons));
            case Answer.NotLeader _ -> throw new Failure(Exit.UNREACHABLE, "the node that answered does not lead.");
            case Answer.Unavailable(var why) -> throw new Failure(Exit.UNREACHABLE, why);
        };
    }

    private Wire.Answer get(String path, Duration patience) {
        return send(path, Map.of(), Optional.empty(), patience);
    }

    /// Asks until some node knows, or until none answers, or until it has taken too long to find a leader.
    private Wire.Answer send(String path, Map<String, String> headers, Optional<String> body, Duration patience) {
        long until = System.nanoTime() + election.toNanos();
        while (true) {
            List<String> tried = new ArrayList<>();
            boolean leaderless = false;
            Optional<Wire.Answer> outdated = Optional.empty();
            for (int i = 0; i < endpoints.urls().size(); i++) {
                int at = (first + i) % endpoints.urls().size();
                URI node = endpoints.urls().get(at);
                try {
                    boolean last = i == endpoints.urls().size() - 1;
                    Wire.Answer answer = Wire.exchange(URI.create(node + path), headers, credentials, body,
                            last || !patience.equals(PATIENCE) ? patience : PATIENCE_WITH_OTHERS);
                    if (answer.status() != 503 && answer.lastKnown().isEmpty()) {
                        first = at;
                        lastKnown = Optional.empty();
                        return answer;
                    }
                    if (answer.status() != 503) {
                        outdated = outdated.or(() -> Optional.of(answer));
                        continue;
                    }
                    leaderless = true;
                    tried.add(node + " (" + detail(answer) + ")");
                } catch (IOException failed) {
                    tried.add(node + " (" + why(failed) + ")");
                }
            }
            if (outdated.isPresent()) {
                lastKnown = outdated.get().lastKnown();
                return outdated.get();
            }
            if (!leaderless || System.nanoTime() > until) {
                throw unreachable(tried, leaderless);
            }
            Pace.rest();
        }
    }

    private Failure unreachable(List<String> tried, boolean leaderless) {
        return new Failure(Exit.UNREACHABLE, leaderless ? "the cluster decides nothing now: " + String.join(", ", tried)
                + ". Look:  baton status" : "the cluster is not reachable: " + String.join(", ", tried)
                + ". Start batond there, or name a node with --api or BATON_API (these came from " + endpoints.from()
                + ").");
    }

    private static String why(IOException failed) {
        if (failed instanceof SocketTimeoutException) {
            return "no answer";
        }
        if (failed instanceof ConnectException) {
            return "connection refused";
        }
        return failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
    }

    private static <T> T read(Wire.Answer answer, Class<T> type) {
        if (answer.status() == 200) {
            return parse(answer, type);
        }
        throw new Failure(answer.status() < 500 ? Exit.USAGE : Exit.UNREACHABLE,
                answer.from().getAuthority() + " answers " + answer.status() + ": " + detail(answer));
    }

    private static String detail(Wire.Answer answer) {
        try {
            return Json.read(answer.body(), Problem.class).detail();
        } catch (Json.Malformed plain) {
            return answer.body().strip();
        }
    }

    private static <T> T parse(Wire.Answer answer, Class<T> type) {
        try {
            return Json.read(answer.body(), type);
        } catch (Json.Malformed foreign) {
            throw new Failure(Exit.UNREACHABLE, answer.from() + " answers what this command does not understand ("
                    + String.valueOf(foreign.getMessage()).lines().findFirst().orElse("")
                    + "). Is a node of the same version listening there?");
        }
    }
}
