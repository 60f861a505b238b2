package dev.baton.server.api;

import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.EventView;
import dev.baton.cluster.api.Health;
import dev.baton.cluster.api.Problem;
import dev.baton.cluster.api.StatusView;
import dev.baton.cluster.controller.RunViews;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ControllerRecord;
import dev.baton.coordination.tree.JoinOffer;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.MachineFacts;
import dev.baton.core.model.MachineSurvey;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RunId;
import dev.baton.core.report.RunReport;
import dev.baton.core.screen.Readiness;
import dev.baton.server.access.Access;
import dev.baton.server.access.Audit;
import dev.baton.server.access.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Where everything that comes in over the web meets the daemon: looks at what it knows, puts requests to the leader.
/// Safe for threads; every method waits for its answer, for 10 s at most.
public final class Desk implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NodeId self;
    private final String own;
    private final Cluster cluster;
    /// To be used on the daemon's loop only, inside [#look].
    private final RunViews runs = new RunViews();
    private final NodeLink others;
    private final Survey survey;

    /// @param own    where this node answers
    /// @param access how other nodes are asked
    public Desk(NodeId self, String own, Cluster cluster, Access access) {
        this.self = self;
        this.own = own;
        this.cluster = cluster;
        others = new NodeLink(access);
        survey = new Survey(self, own, others, Survey.WITHIN);
    }

    /// What became of a request, as it goes back over the web.
    public record Reply(int status, String contentType, String body) {

        static Reply of(Problem problem) {
            return new Reply(problem.status(), Api.PROBLEM, Json.text(problem));
        }

        /// Returns the answer when it is accepted.
        public Optional<Answer.Accepted> accepted() {
            return status == 200 ? Optional.of(Json.read(body, Answer.Accepted.class)) : Optional.empty();
        }

        /// Returns why it is not accepted.
        public Problem problem() {
            return Json.read(body, Problem.class);
        }
    }

    /// Returns which node this is.
    public NodeId self() {
        return self;
    }

    /// Returns how this daemon is.
    public Health health() {
        return look(tree -> Views.health(tree, self));
    }

    /// Returns the cluster as this node sees it.
    public StatusView status() {
        return look(tree -> Views.status(tree, self, cluster.peerMode(), runs.active(tree)
                .flatMap(run -> runs.of(tree, run, Instant.now())), cluster.leaseMargin(), Instant.now()));
    }

    /// Returns every known run, newest first.
    public List<RunRecord> runs() {
        return look(tree -> tree.children(Paths.RUNS).stream()
                .flatMap(path -> tree.value(path, RunRecord.class).stream())
                .sorted(Comparator.comparing(RunRecord::started).reversed()).toList());
    }

    /// Returns a run; [Api#LATEST] names the newest. Empty when there is none of that name.
    public Optional<RunView> run(String name) {
        return look(tree -> named(tree, name).flatMap(run -> runs.of(tree, run, Instant.now())));
    }

    /// Returns what came of a run; [Api#LATEST] names the newest. Empty when there is none of that name.
    public Optional<RunReport> report(String name) {
        return look(tree -> named(tree, name).flatMap(run -> runs.report(tree, run, Instant.now())));
    }

    private Optional<RunId> named(TreeMirror tree, String name) {
        return runs.all(tree).stream().filter(run -> name.equals(Api.LATEST) || run.value().equals(name))
                .reduce((_, later) -> later);
    }

    /// Returns the history after the event of that number, oldest first.
    public List<EventView> events(long after) {
        return look(tree -> Views.events(tree, after));
    }

    /// Returns what this daemon has counted since it began.
    public OwnCounts counts() {
        return cluster.counts();
    }

    /// Returns what this machine says of itself now.
    public MachineFacts machine() {
        return machine(look(TreeMirror::image));
    }

    /// Returns what every machine says of itself now, asked one beside the other.
    public MachineSurvey machines() {
        ClusterImage image = look(TreeMirror::image);
        return survey.of(image, () -> machine(image));
    }

    private MachineFacts machine(ClusterImage image) {
        return cluster.machine(Optional.ofNullable(image.nodes().get(self)).map(node ->
                MachineFacts.pathsNamedFor(image, node)).orElse(Collections.emptySortedSet()));
    }

    /// Returns why what this node knows is only what it last knew; empty while it hears of every change.
    public Optional<String> lastKnown() {
        return cluster.cutOffSince().map(since -> self + " is cut off from the others since "
                + since.truncatedTo(ChronoUnit.SECONDS));
    }

    /// Completes at the next change of the mirrored tree after this call.
    public CompletableFuture<Boolean> nextChange() {
        return cluster.nextChange();
    }

    /// Returns what `question` reads from the mirrored tree.
    public <T> T look(Function<TreeMirror, T> question) {
        try {
            return await(cluster.look(question));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("this daemon ends", ended);
        }
    }

    /// Returns whether somebody has made a join token of this name that was not used, as far as this node sees. Whether
    /// its time is over, the leader says.
    public boolean offers(String name) {
        return name.matches("[0-9a-f]{32}") && look(tree -> tree.value(Paths.token(name), JoinOffer.class)
                .isPresent());
    }

    /// Puts what a caller asks to the leader, if its role lets it.
    ///
    /// @param handedOn whether it came from another node: then it is not handed on again
    public Reply put(Ask ask, Caller caller, boolean handedOn) throws InterruptedException {
        Ask named = caller.named(ask);
        Optional<String> against = caller.reasonToRefuse(named);
        if (against.isPresent()) {
            Audit.LOG.warn("refused {} to {}: {}", named.request().getClass().getSimpleName(), named.by(),
                    against.get());
            return Reply.of(Problem.of(403, "not allowed", against.get()));
        }
        List<Reason> lacking = handedOn ? List.of() : lacking(named);
        Reply reply = lacking.isEmpty() ? toLeader(named, handedOn) : Reply.of(Problem.refused(lacking));
        if (caller.sort() == Caller.Sort.JOINING && reply.accepted().isEmpty()) {
            Audit.LOG.warn("refused {} to {}: {}", named.request().getClass().getSimpleName(), named.by(),
                    reply.problem().detail());
        }
        return reply;
    }

    /// Returns what machines lack for a run that is to start; each says itself, so the node that was asked first asks.
    private List<Reason> lacking(Ask ask) {
        return ask.request() instanceof Request.StartRun(var plan) && !plan.spec().drills()
                ? Readiness.lacking(plan.spec(), machines()) : List.of();
    }

    /// Puts what this daemon itself wishes to the leader; nobody's role is asked.
    public Reply putOwn(Ask ask) throws InterruptedException {
        return toLeader(ask, false);
    }

    /// To this daemon's controller, and where that does not lead, to the one that does.
    private Reply toLeader(Ask ask, boolean handedOn) throws InterruptedException {
        return switch (await(cluster.ask(ask))) {
            case Answer.Accepted accepted -> new Reply(200, "application/json", Json.text(accepted));
            case Answer.Refused(var reasons) -> Reply.of(Problem.refused(reasons));
            case Answer.Unavailable(var why) -> Reply.of(Problem.of(503, "not known", why));
            case Answer.NotLeader(var node, var api) -> handOn(ask, handedOn, node, api);
        };
    }

    private Reply handOn(Ask ask, boolean handedOn, Optional<NodeId> who, Optional<String> known)
            throws InterruptedException {
        Optional<ControllerRecord> record = look(Views::leader);
        Optional<String> api = known.or(() -> record.map(ControllerRecord::api));
        Optional<NodeId> elsewhere = who.or(() -> record.map(ControllerRecord::node))
                .filter(node -> !node.equals(self));
        if (elsewhere.isPresent() && api.filter(own::equals).isPresent()) {
            // The leader's loopback address is ours as well: from here nothing leads to it.
            return Reply.of(Problem.of(503, "leader elsewhere", elsewhere.get() + " leads the cluster, and its "
                    + "interface answers on its own machine only; ask there"));
        }
        if (handedOn || api.isEmpty()) {
            return Reply.of(Problem.of(503, "no leader", "no node leads the cluster at this moment; ask again"));
        }
        return others.handOn(api.get(), ask, Json.text(ask.request()));
    }

    private static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException broken) {
            throw new IllegalStateException("the daemon did not answer: " + broken.getMessage(), broken);
        }
    }

    @Override
    public void close() {
        others.close();
    }
}
