package dev.baton.cluster.lab;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.Claim;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Report;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an agent looks like from the tree, and no more: it beats, claims, reports and does jobs at once. One write at a
/// time, each on the state that its mirror shows.
public final class SimpleNode {

    private static final Duration START = Duration.ofSeconds(2);

    private final Lab lab;
    private final NodeId id;
    private final TreeMirror tree = new TreeMirror();
    private final Coordination connection;
    private final Set<JobId> done = new HashSet<>();
    /// Groups that do not start here.
    public final Set<String> broken = new HashSet<>();
    /// Jobs that fail, by a word of their work's name.
    public final Set<String> failing = new HashSet<>();
    /// Jobs that fail each time, by a word of their work's name, or `undo`.
    public final Set<String> alwaysFailing = new HashSet<>();
    /// Jobs that take effect once and are said to have failed.
    public final Set<String> misjudged = new HashSet<>();
    /// Fence jobs say that the machine was rebooted and is not off.
    public boolean onlyReboots;
    /// Jobs that never end, by a word of their work's name.
    public final Set<String> hanging = new HashSet<>();
    private final Map<String, Instant> due = new HashMap<>();
    private SortedMap<ProductId, Version> installed = new TreeMap<>();
    private int boots = 1;
    private long incarnation = 1;
    private long beats;
    private long calls;
    private boolean alive;
    private boolean stuck;
    private boolean idle;
    private Optional<Token> busy = Optional.empty();

    SimpleNode(Lab lab, NodeId id) {
        this.lab = lab;
        this.id = id;
        this.connection = lab.engine.connect("agent " + id, this::on);
        installed.put(Documents.PRODUCT, Documents.OLD);
        connection.perform(new CoordinationCall.Mirror(Paths.ROOT));
    }

    public NodeId id() {
        return id;
    }

    /// Another version is found here from now on.
    public void installed(Version version) {
        installed.put(Documents.PRODUCT, version);
        act();
    }

    void start() {
        alive = true;
        beat();
    }

    /// The node ends at once; nothing of it is active any more.
    public void kill() {
        alive = false;
    }

    /// The node was silent for a while, and its agent lives.
    public void goOn() {
        start();
    }

    /// The node's agent starts again, as a new life.
    public void restart() {
        incarnation++;
        busy = Optional.empty();
        start();
    }

    /// The machine boots anew, and its agent with it, as a new life.
    public void reboot() {
        boots++;
        stuck = false;
        restart();
    }

    /// From now on this node's agent joins and beats, and does nothing else.
    public void idle() {
        idle = true;
    }

    /// From now on nothing that runs here can be stopped.
    public void jam() {
        stuck = true;
    }

    private void on(CoordinationEvent event) {
        tree.on(event);
        switch (event) {
            case CoordinationEvent.Done(var token, _) -> free(token);
            case CoordinationEvent.Refused(var token, _, _) -> free(token);
            case CoordinationEvent.Unknown(var token) -> free(token);
            case CoordinationEvent.Snapshot _, CoordinationEvent.Changed _, CoordinationEvent.Gone _,
                    CoordinationEvent.Stale _, CoordinationEvent.ReadDone _, CoordinationEvent.Elected _,
                    CoordinationEvent.Deposed _ -> { }
        }
        act();
    }

    private void free(Token token) {
        if (busy.filter(token::equals).isPresent()) {
            busy = Optional.empty();
        }
    }

    private void beat() {
        if (!alive) {
            return;
        }
        NodePath path = Paths.heartbeat(id);
        Bytes beat = Json.write(new Heartbeat(incarnation, bootId(), beats, Lab.LEASE, false));
        beats++;
        connection.perform(new CoordinationCall.Submit(token("beat"), Transaction.of(tree.version(path) < 0
                ? new Op.Create(path, beat) : new Op.SetData(path, beat, tree.version(path)))));
        lab.at(lab.now().plus(Lab.BEAT), this::beat);
    }

    private Token token(String what) {
        calls++;
        return new Token(what + calls);
    }

    private void act() {
        if (!alive || idle || busy.isPresent() || !tree.image().nodes().containsKey(id) || !tree.image().node(id).up()
                || tree.image().node(id).incarnation() != incarnation) {
            return;
        }
        Optional<Transaction> next = facts().or(this::nextOfGroups).or(this::nextOfJobs);
        next.ifPresent(transaction -> {
            Token token = token("act");
            busy = Optional.of(token);
            connection.perform(new CoordinationCall.Submit(token, transaction));
        });
    }

    private String bootId() {
        return "boot" + boots;
    }

    private Optional<Transaction> facts() {
        NodeFacts wanted = new NodeFacts(installed, new LevelRange(1, 1), "cgroup", "");
        return tree.image().node(id).facts().equals(wanted) ? Optional.empty()
                : Optional.of(Transaction.of(set(Paths.facts(id), wanted)));
    }

    private Op set(NodePath path, Object value) {
        return tree.version(path) < 0 ? new Op.Create(path, Json.write(value))
                : new Op.SetData(path, Json.write(value), tree.version(path));
    }

    private Optional<Transaction> nextOfGroups() {
        return tree.image().groups().values().stream().flatMap(group -> nextOf(group).stream()).findFirst();
    }

    private Optional<Transaction> nextOf(GroupImage group) {
        boolean mine = group.placement().owner().filter(id::equals).isPresent();
        NodePath claimPath = Paths.claim(group.id());
        boolean unmanaged = group.placement().unmanaged().isPresent();
        if (unmanaged && (group.claim().isEmpty() || !mine)) {
            return Optional.empty();
        }
        if (group.claim().isEmpty()) {
            boolean anything = group.intent().online()
                    || !group.placement().offline().containsAll(group.resourceIds());
            return mine && anything && !tree.image().node(id).closed() ? Optional.of(Transaction.of(
                    new Op.Check(Paths.placement(group.id()), tree.version(Paths.placement(group.id()))),
                    new Op.Check(Paths.holds(id), tree.version(Paths.holds(id))),
                    new Op.Create(claimPath, Json.write(claim(group))))) : Optional.empty();
        }
        Claim claim = group.claim().get();
        if (!claim.node().equals(id)) {
            return Optional.empty();
        }
        if (!mine) {
            return stuck ? claim.stuck().isPresent() ? Optional.empty() : Optional.of(Transaction.of(set(claimPath,
                    new Claim(id, incarnation, bootId(), claim.epoch(), Optional.of("it does not stop")))))
                    : Optional.of(Transaction.of(new Op.Delete(claimPath, tree.version(claimPath))));
        }
        if (claim.incarnation() != incarnation || claim.epoch() != group.placement().epoch()) {
            return Optional.of(Transaction.of(set(claimPath, claim(group))));
        }
        Report report = report(group);
        return group.report().equals(Optional.of(report)) || !ripe(group.id() + " " + report, START) ? Optional.empty()
                : Optional.of(Transaction.of(set(Paths.report(group.id(), id), report)));
    }

    private Claim claim(GroupImage group) {
        return new Claim(id, incarnation, bootId(), group.placement().epoch(), Optional.empty());
    }

    private Report report(GroupImage group) {
        Kind kind = tree.image().kindOf(group);
        Version format = lab.data.computeIfAbsent(group.id(), _ -> Documents.FORMAT);
        boolean opens = kind.opens(installed.getOrDefault(kind.product(), Documents.OLD), new Format.At(format));
        boolean converting = group.format() instanceof Format.Converting;
        TreeMap<ResourceId, ResourceState> states = new TreeMap<>();
        Optional<String> failure = Optional.empty();
        for (ResourceId resource : group.resourceIds()) {
            boolean wanted = !group.placement().offline().contains(resource);
            boolean data = resource.equals(Documents.DATABASE);
            boolean runs = wanted && !broken.contains(group.id().value()) && (!data || opens && !converting);
            if (runs && lab.outside.containsKey(group.id())) {
                throw new AssertionError(resource + " of " + group.id() + " starts on " + id + " while it runs outside "
                        + "the cluster on " + lab.outside.get(group.id()));
            }
            states.put(resource, runs ? ResourceState.ONLINE : wanted && !converting ? ResourceState.FAILED
                    : ResourceState.OFFLINE);
            failure = wanted && !runs && !converting ? Optional.of(resource + " does not start") : failure;
        }
        return new Report(id, incarnation, group.placement().epoch(), states, failure, Optional.of(format));
    }

    private Optional<Transaction> nextOfJobs() {
        for (NodePath path : tree.children(Paths.jobs(id))) {
            JobOrder order = tree.value(path, JobOrder.class).orElseThrow();
            boolean hangs = hanging.contains(order.work().getClass().getSimpleName());
            if (!hangs && tree.version(Paths.result(id, order.job())) < 0
                    && ripe(order.job().value(), takes(order.work()))) {
                JobResult result = done.add(order.job()) ? run(order) : result(order, JobResult.Outcome.UNKNOWN);
                return Optional.of(Transaction.of(set(Paths.result(id, order.job()), result)));
            }
        }
        return Optional.empty();
    }

    /// Whether what takes so long and began when this was first asked is over.
    private boolean ripe(String what, Duration takes) {
        return !lab.isPaced() || !lab.now().isBefore(due.computeIfAbsent(what, _ -> {
            lab.at(lab.now().plus(takes), this::act);
            return lab.now().plus(takes);
        }));
    }

    private Duration takes(JobOrder.Work work) {
        return !lab.isPaced() ? Duration.ofSeconds(1) : work instanceof JobOrder.Work.Install ? Duration.ofMinutes(1)
                : Duration.ofSeconds(work instanceof JobOrder.Work.Convert ? 20 : 3);
    }

    private JobResult run(JobOrder order) {
        String word = order.work().getClass().getSimpleName();
        lab.ran.add(id + " " + word + " " + order.job());
        boolean undo = order.job().value().endsWith(".undo") && alwaysFailing.contains("undo");
        if (failing.remove(word) || alwaysFailing.contains(word) || undo) {
            return result(order, JobResult.Outcome.FAILED);
        }
        if (onlyReboots && order.work() instanceof JobOrder.Work.Fence) {
            return new JobResult(order.job(), JobResult.Outcome.FAILED, "status 1", "on again\nrebooted: after reboot "
                    + "the status is 0, not 2 (off)\n", takes(order.work()));
        }
        JobResult result = does(order);
        return misjudged.remove(word) ? result(order, JobResult.Outcome.FAILED) : result;
    }

    private JobResult does(JobOrder order) {
        return switch (order.work()) {
            case JobOrder.Work.Install(var product, _, var to, _, _, _) -> {
                JobResult.Outcome outcome = installed.put(product, to) == to ? JobResult.Outcome.ALREADY
                        : JobResult.Outcome.DONE;
                yield result(order, outcome);
            }
            case JobOrder.Work.Convert(var group, _, var to, _, _) -> {
                lab.data.put(group, to);
                yield result(order, JobResult.Outcome.DONE);
            }
            case JobOrder.Work.Quiesce(var group, var command, _, _) -> {
                lab.silent.add(group + " " + command.line().replace("stop ", ""));
                yield result(order, JobResult.Outcome.DONE);
            }
            case JobOrder.Work.Unquiesce(var group, var command, _, _) -> {
                lab.silent.remove(group + " " + command.line().replace("start ", ""));
                yield result(order, JobResult.Outcome.DONE);
            }
            case JobOrder.Work.Detach(var group, _) -> {
                boolean may = tree.image().group(group).placement().detached() && mine(group);
                if (may) {
                    lab.outside.put(group, id);
                }
                yield result(order, may ? JobResult.Outcome.DONE : JobResult.Outcome.REFUSED);
            }
            case JobOrder.Work.Attach(var group, _) -> {
                lab.outside.remove(group);
                yield result(order, mine(group) ? JobResult.Outcome.DONE : JobResult.Outcome.REFUSED);
            }
            case JobOrder.Work.Prepare _, JobOrder.Work.SelfTest _, JobOrder.Work.ProbeGroup _,
                    JobOrder.Work.Backup _, JobOrder.Work.Fence _, JobOrder.Work.Restart _,
                    JobOrder.Work.Ask _ -> result(order, JobResult.Outcome.DONE);
            case JobOrder.Work.Check(var group, var command) -> command.equals(Documents.IDENTITY)
                    ? new JobResult(order.job(), JobResult.Outcome.DONE, "it ended well", lab.identities.getOrDefault(
                            group, "system 7041\n") + "\n", takes(order.work()))
                    : result(order, JobResult.Outcome.DONE);
        };
    }

    private boolean mine(GroupId group) {
        return tree.image().group(group).owner().filter(id::equals).isPresent();
    }

    private JobResult result(JobOrder order, JobResult.Outcome outcome) {
        String output = order.work() instanceof JobOrder.Work.Install install && lab.isPaced()
                ? "Unpacking " + install.product() + " (" + install.to() + ") ...\nSetting up " + install.product()
                        + " (" + install.to() + ") ...\n" : "";
        return new JobResult(order.job(), outcome, "the laboratory says " + outcome, output, takes(order.work()));
    }

    public List<String> jobs() {
        return done.stream().map(JobId::value).sorted().toList();
    }
}
