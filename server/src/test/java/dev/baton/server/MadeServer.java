package dev.baton.server;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.Claim;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.MachineFacts;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import dev.baton.server.access.Access;
import dev.baton.core.model.Placement;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Report;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.Settings;
import dev.baton.core.model.Terms;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.model.Version;
import dev.baton.server.api.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A web server before a made cluster that changes so many times a second, to look at its pages with a browser:
/// `MadeServer NODES GROUPS CHANGES-A-SECOND PORT`, ended by Ctrl-C. The format of group `g1` counts the changes, one
/// every second time, so that a page tells how old it is.
final class MadeServer implements Cluster {

    private static final KindId KIND = new KindId("app");
    private static final ResourceId SERVICE = new ResourceId("service");

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final TreeMirror tree = new TreeMirror();
    private final List<CompletableFuture<Boolean>> watching = new ArrayList<>();
    private final int groups;
    private long tick;

    private MadeServer(int nodes, int groups) {
        this.groups = groups;
        TreeMap<NodePath, Versioned> entries = new TreeMap<>();
        put(entries, Paths.CLUSTER, new Settings("made", false, "none"));
        put(entries, Paths.kind(KIND), new Kind(KIND, new ProductId("app"), DataMode.COMPATIBLE, 2, true, false,
                UpgradeMode.ROLLING, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        for (int n = 1; n <= nodes; n++) {
            NodeId node = new NodeId("node" + n);
            put(entries, Paths.node(node), new NodeDefinition("10.0.0.1", n <= 5, false, Amounts.NONE));
            put(entries, Paths.facts(node), NodeFacts.UNKNOWN.with(new ProductId("app"), new Version("1.0")));
            put(entries, Paths.heartbeat(node), new Heartbeat(1, "boot", 1, Duration.ofSeconds(8), false));
        }
        for (int g = 1; g <= groups; g++) {
            GroupId group = new GroupId("g" + g);
            NodeId home = new NodeId("node" + (1 + g % nodes));
            put(entries, Paths.group(group), new GroupDefinition(KIND, new TreeMap<>(), List.of(new Resource(SERVICE,
                    "process", new TreeMap<>(), new TreeSet<>(), Duration.ofSeconds(9), Duration.ofSeconds(9),
                    Duration.ofSeconds(9))), List.of(home), new TreeSet<>(), false, Terms.NONE));
            Placement placement = Placement.NONE.movedTo(home, "placed for the first time");
            put(entries, Paths.placement(group), placement);
            put(entries, Paths.format(group), new Format.At(new Version("1.0")));
            put(entries, Paths.claim(group), new Claim(home, 1, "boot", placement.epoch(), Optional.empty()));
            put(entries, Paths.report(group, home), new Report(home, 1, placement.epoch(), new TreeMap<>(
                    java.util.Map.of(SERVICE, ResourceState.ONLINE)), Optional.empty(), Optional.empty()));
        }
        tree.on(new CoordinationEvent.Snapshot(Paths.ROOT, entries));
    }

    private static void put(TreeMap<NodePath, Versioned> entries, NodePath path, Object value) {
        entries.put(path, entry(value, 1));
    }

    private static Versioned entry(Object value, long modified) {
        Bytes bytes = Json.write(value);
        return new Versioned(bytes, (int) modified, modified);
    }

    private void change() {
        tick++;
        GroupId group = new GroupId("g" + (tick % 2 == 0 ? 1 : 1 + tick % groups));
        tree.on(new CoordinationEvent.Changed(Paths.format(group), entry(new Format.At(new Version("1." + tick)),
                tick + 1)));
        watching.forEach(next -> next.complete(true));
        watching.clear();
    }

    public static void main(String[] arguments) {
        long began = System.nanoTime();
        MadeServer cluster = new MadeServer(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.printf("made in %d ms%n", (System.nanoTime() - began) / 1_000_000);
        long every = 1_000_000 / Math.max(1, Integer.parseInt(arguments[2]));
        var _ = new WebServer(new NodeId("node1"), "127.0.0.1", Integer.parseInt(arguments[3]), cluster,
                Access.ofThisMachine());
        if (!arguments[2].equals("0")) {
            var _ = cluster.loop.scheduleAtFixedRate(cluster::change, every, every, TimeUnit.MICROSECONDS);
        }
        System.out.printf("first change at %d, one every %d us%n", System.currentTimeMillis(), every);
    }

    @Override
    public <T> CompletableFuture<T> look(Function<TreeMirror, T> question) {
        return CompletableFuture.supplyAsync(() -> question.apply(tree), loop);
    }

    @Override
    public CompletableFuture<Boolean> nextChange() {
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        loop.execute(() -> watching.add(next));
        return next;
    }

    @Override
    public CompletableFuture<Answer> ask(Ask ask) {
        return CompletableFuture.completedFuture(new Answer.Unavailable("this cluster is only made"));
    }

    @Override
    public Optional<Instant> cutOffSince() {
        return Optional.empty();
    }

    @Override
    public MachineFacts machine(SortedSet<String> paths) {
        return new MachineFacts(new NodeId("node1"), Instant.now(), "boot", List.of(), List.of());
    }

    @Override
    public String peerMode() {
        return "standalone";
    }
}
