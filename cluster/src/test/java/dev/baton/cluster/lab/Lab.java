package dev.baton.cluster.lab;

import dev.baton.coordination.Coordination;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.memory.MemoryEngine;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.EventRecord;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/// A cluster of simple nodes and real controllers. Time passes only in [#pass] and [#await].
public final class Lab {

    /// Beats each second, leases of five.
    static final Duration BEAT = Duration.ofSeconds(1);
    public static final Duration LEASE = Duration.ofSeconds(5);

    private record Due(Instant at, long order, Runnable action) {}

    final MemoryEngine engine = new MemoryEngine();
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
    private final Map<NodeId, SimpleNode> nodes = new TreeMap<>();
    private final Map<NodeId, Candidate> candidates = new TreeMap<>();
    final Map<GroupId, Version> data = new HashMap<>();
    /// Every command that a node ran, in order.
    public final List<String> ran = new ArrayList<>();
    /// Who is silenced, as their kind says where.
    public final SortedSet<String> silent = new TreeSet<>();
    /// What runs outside the cluster, and on which node.
    public final SortedMap<GroupId, NodeId> outside = new TreeMap<>();
    /// What the fingerprint of a group is that is not as usual.
    public final Map<GroupId, String> identities = new HashMap<>();
    /// Whether jobs and starts take time; otherwise everything is done at once.
    private boolean paced;
    private final TreeMirror observer = new TreeMirror();
    private Instant now = Instant.ofEpochSecond(1_000_000);
    private Duration setBack = Duration.ZERO;
    private long order;
    private long keys;

    /// Makes a cluster of the nodes of the document, none of them started.
    public Lab() {
        Coordination eye = engine.connect("observer", observer::on);
        eye.perform(new dev.baton.coordination.CoordinationCall.Mirror(Paths.ROOT));
    }

    /// Returns four started nodes with three groups at rest on the first three.
    public static Lab atRest(ClusterDocument document) {
        Lab lab = new Lab();
        document.nodes().keySet().forEach(lab::candidate);
        lab.settle();
        lab.accepted(new Request.ApplyConfiguration(document, java.util.Optional.empty()));
        document.nodes().keySet().forEach(lab::startNode);
        lab.await("every group online", () -> lab.image().groups().values().stream()
                .allMatch(group -> group.state().word().equals("Online")));
        return lab;
    }

    /// From now on an install takes a minute, a conversion 20 s, any other job 3 s, and what a group is told 2 s.
    public Lab paced() {
        paced = true;
        return this;
    }

    boolean isPaced() {
        return paced;
    }

    public Instant now() {
        return now;
    }

    /// What the clocks on the walls of all machines say.
    Instant wall() {
        return now.minus(setBack);
    }

    /// Sets the clocks on the walls back.
    public void setBack(Duration by) {
        setBack = setBack.plus(by);
    }

    public ClusterImage image() {
        return observer.image();
    }

    public TreeMirror tree() {
        return observer;
    }

    public GroupImage group(String name) {
        return image().group(new GroupId(name));
    }

    public void data(String group, String version) {
        data.put(new GroupId(group), new Version(version));
    }

    public String dataOf(String group) {
        return data.getOrDefault(new GroupId(group), new Version("1.0")).value();
    }

    public SimpleNode node(String name) {
        return java.util.Objects.requireNonNull(nodes.get(new NodeId(name)));
    }

    public Candidate controller(String name) {
        return java.util.Objects.requireNonNull(candidates.get(new NodeId(name)));
    }

    public SimpleNode startNode(NodeId id) {
        SimpleNode node = new SimpleNode(this, id);
        nodes.put(id, node);
        node.start();
        return node;
    }

    public Candidate candidate(NodeId id) {
        Candidate candidate = new Candidate(this, id);
        candidates.put(id, candidate);
        candidate.start();
        return candidate;
    }

    /// Returns the candidate that leads.
    public Candidate leader() {
        return candidates.values().stream().filter(Candidate::leads).findFirst().orElseThrow();
    }

    public boolean hasLeader() {
        return candidates.values().stream().anyMatch(Candidate::leads);
    }

    public dev.baton.coordination.memory.MemoryFaults engineFaults() {
        return engine.faults();
    }

    /// Ends the leading controller at once and returns its node.
    public NodeId killLeader() {
        Candidate leader = leader();
        leader.kill();
        candidates.remove(leader.id());
        return leader.id();
    }

    public Answer ask(Request request) {
        keys++;
        return ask(Ask.of("tester", "key" + keys, request));
    }

    /// Asks without waiting for the answer.
    public void begin(Request request) {
        keys++;
        leader().beginAsking(Ask.of("tester", "key" + keys, request));
    }

    public Answer ask(Ask ask) {
        await("a leader", () -> candidates.values().stream().anyMatch(Candidate::leads));
        return leader().ask(ask);
    }

    public Answer.Accepted accepted(Request request) {
        Answer answer = ask(request);
        if (answer instanceof Answer.Accepted accepted) {
            return accepted;
        }
        throw new AssertionError(request + " was answered " + answer);
    }

    public List<String> refused(Request request) {
        Answer answer = ask(request);
        if (answer instanceof Answer.Refused(var reasons)) {
            return reasons.stream().map(dev.baton.core.model.Reason::text).toList();
        }
        throw new AssertionError(request + " was answered " + answer);
    }

    /// Returns every event of the log, as text.
    public List<String> events() {
        return records().stream().map(EventRecord::text).toList();
    }

    /// Returns every event of the log.
    public List<EventRecord> records() {
        List<EventRecord> all = new ArrayList<>();
        for (NodePath path : observer.children(Paths.EVENTS)) {
            observer.value(path, EventRecord.Segment.class).ifPresent(segment -> all.addAll(segment.events()));
        }
        return all;
    }

    public <T> T committed(NodePath path, Class<T> type) {
        return Json.read(java.util.Objects.requireNonNull(engine.committed(path).get(path)).data(), type);
    }

    void at(Instant when, Runnable action) {
        order++;
        queue.add(new Due(when, order, action));
    }

    /// Lets everything happen that needs no time.
    public void settle() {
        engine.runUntilIdle();
    }

    /// Lets time pass.
    public void pass(Duration time) {
        Instant end = now.plus(time);
        settle();
        while (!queue.isEmpty() && !queue.peek().at().isAfter(end)) {
            next();
        }
        now = end;
        settle();
    }

    private void next() {
        Due due = queue.remove();
        now = due.at().isAfter(now) ? due.at() : now;
        due.action().run();
        settle();
    }

    /// Lets one thing after the other happen until the condition holds.
    public void stepUntil(String what, BooleanSupplier condition) {
        Instant end = now.plus(Duration.ofMinutes(10));
        while (!condition.getAsBoolean()) {
            if (!engine.step()) {
                if (queue.isEmpty() || queue.peek().at().isAfter(end)) {
                    throw new AssertionError("not within ten minutes: " + what + "\n" + describe());
                }
                Due due = queue.remove();
                now = due.at().isAfter(now) ? due.at() : now;
                due.action().run();
            }
        }
    }

    /// Does so many single things.
    public void steps(int count) {
        for (int i = 0; i < count && engine.step(); i++) {
            order++;
        }
    }

    /// Lets time pass until the condition holds, for ten minutes of the virtual clock at most.
    public void await(String what, BooleanSupplier condition) {
        Instant end = now.plus(Duration.ofMinutes(10));
        settle();
        while (!condition.getAsBoolean()) {
            if (queue.isEmpty() || queue.peek().at().isAfter(end)) {
                throw new AssertionError("not within ten minutes: " + what + "\n" + describe());
            }
            next();
        }
    }

    public String describe() {
        StringBuilder text = new StringBuilder();
        image().groups().values().forEach(group -> text.append(group.id()).append(' ').append(group.state())
                .append(" owner ").append(group.owner()).append(" placement ").append(group.placement())
                .append(" format ").append(group.format()).append(" report ").append(group.report()).append('\n'));
        image().nodes().values().forEach(node -> text.append(node).append('\n'));
        events().stream().skip(Math.max(0, events().size() - 25)).forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
