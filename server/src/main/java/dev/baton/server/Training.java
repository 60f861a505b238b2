package dev.baton.server;

import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.StatusView;
import dev.baton.config.ClusterFile;
import dev.baton.config.ClusterFile.Source;
import dev.baton.config.DaemonFile;
import dev.baton.config.DaemonSettings;
import dev.baton.config.UpgradeFile;
import dev.baton.console.Paths;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.zookeeper.PortLook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The training run of the daemon's start-up cache: a cluster of three nodes in this one process, in a directory of its
/// own and on loopback alone. It comes up, starts a service that only sleeps, upgrades a product that is a file, is
/// asked for what people look at, stops the service, and ends. What it loads lies in the cache, so what does not
/// succeed here is only slower later.
public final class Training {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int NODES = 3;
    private static final GroupId GROUP = new GroupId("sleeper");
    private static final ProductId PRODUCT = new ProductId("app");
    private static final Version TARGET = new Version("2");
    private static final List<String> LOOKS = List.of(Api.STATUS, Api.EVENTS, Api.RUNS, "/metrics", Paths.HOME,
            Paths.GROUPS, Paths.GROUPS + "/" + GROUP, Paths.NODES, Paths.NODES + "/node1", Paths.EVENTS,
            Paths.UPGRADES);

    private static final String CLUSTER = """
            cluster: training
            fencing: none
            nodes: {node1: 127.0.0.1, node2: 127.0.0.1, node3: 127.0.0.1}
            groups:
              sleeper: {kind: sleeper, prefer: [node1]}
            """;
    private static final String KIND = """
            kind: sleeper
            product: app
            data: compatible
            version: 'cat "$TRAINING_NODE"/version'
            resources:
              place: {type: process, with: {run: exec sleep 60}}
              service: {type: process, needs: [place], with: {run: exec sleep 60, ready: "true", monitor: "true"}}
            """;
    private static final String UPGRADE = """
            upgrade: training
            products:
              - product: app
                from: ">=1 <2"
                to: 2
                install: 'echo 2 > "$TRAINING_NODE"/version'
                undo: 'echo 1 > "$TRAINING_NODE"/version'
                self-test: "true"
                takes: 1s
            restart: never
            move-takes: 1s
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<DaemonSettings> nodes;

    private Training(List<DaemonSettings> nodes) {
        this.nodes = nodes;
    }

    /// Carries it out.
    ///
    /// @throws IOException          if it cannot have a directory or ports
    /// @throws InterruptedException if this thread is interrupted
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            carryOut();
        } catch (IllegalStateException late) {
            System.err.println("batond: " + late.getMessage());
        }
        System.exit(0);
    }

    /// Carries it out and leaves nothing behind.
    ///
    /// @throws IllegalStateException if something does not come in time
    static void carryOut() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("batond-training");
        List<Daemon> daemons = new ArrayList<>();
        try {
            List<DaemonSettings> nodes = settings(directory);
            for (DaemonSettings node : nodes) {
                daemons.add(new Daemon(node, _ -> { }));
            }
            new Training(nodes).run();
        } finally {
            daemons.forEach(Daemon::close);
            delete(directory);
        }
    }

    private static List<DaemonSettings> settings(Path directory) throws IOException {
        // Below those that the system gives to outgoing connections.
        Iterator<Integer> ports = ThreadLocalRandom.current().ints(15_000, 30_000).distinct()
                .filter(port -> PortLook.isFree(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                .limit(4L * NODES).boxed().iterator();
        Path secret = Files.createFile(directory.resolve("secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, "the secret of a training run");
        List<String> names = Stream.iterate(1, n -> n + 1).limit(NODES).map(n -> "node" + n).toList();
        String peer = "  %s: {address: 127.0.0.1, client: %d, quorum: %d, election: %d}\n";
        String ensemble = names.stream().map(node -> peer
                .formatted(node, ports.next(), ports.next(), ports.next())).collect(Collectors.joining());
        List<DaemonSettings> all = new ArrayList<>();
        for (String node : names) {
            Path own = Files.createDirectory(directory.resolve(node));
            Files.writeString(own.resolve("version"), "1");
            all.add(DaemonFile.parse(new Source("the training run's batond.yaml", """
                    node: %s
                    directory: "%s/state"
                    api: {host: 127.0.0.1, port: %d}
                    ensemble:
                    %ssecret: "%s"
                    environment: {TRAINING_NODE: "%s"}
                    timings: {heartbeat: 1s, lease: 8s, margin: 2s}
                    linger: 1s
                    """.formatted(node, own, ports.next(), ensemble, secret, own))));
        }
        return all;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    /// A node leads, all are defined and join; the service starts; all nodes are upgraded; everybody looks.
    private void run() throws InterruptedException {
        until("the ensemble has a leader", () -> everyHealthSays("\"leader\":\"node"));
        ClusterDocument document = ClusterFile.parse(new Source("cluster.yaml", CLUSTER),
                _ -> Optional.of(new Source("kinds/sleeper.yaml", KIND)));
        ask(new Request.ApplyConfiguration(document, Optional.empty()));
        until("every node is a member", () -> everyHealthSays("\"member\":true"));
        until("the service is online", () -> seen(view -> view.image().group(GROUP).state()
                instanceof GroupState.Online));
        Optional<StatusView> before = status();
        if (before.isPresent() && Planner.plan(before.get().image(), UpgradeFile.parse(new Source("upgrade.yaml",
                UPGRADE))) instanceof Planning.Planned planned) {
            ask(new Request.StartRun(planned.plan()));
            until("every node is upgraded", () -> seen(view -> view.run().isEmpty() && view.image().members().stream()
                    .allMatch(Training::upgraded)));
        }
        for (DaemonSettings node : nodes) {
            for (String page : LOOKS) {
                send(HttpRequest.newBuilder(at(node, page)));
            }
        }
        // What a daemon leaves online goes on under its lease.
        ask(new Request.GroupIntent(GROUP, false));
        until("the service is offline", () -> seen(view -> view.image().group(GROUP).state()
                instanceof GroupState.Offline));
    }

    private static boolean upgraded(NodeImage node) {
        return node.version(PRODUCT).equals(Optional.of(TARGET)) && node.holds().isEmpty();
    }

    /// What must come; interrupted like any wait.
    private interface Wanted {
        boolean there() throws InterruptedException;
    }

    private static void until(String what, Wanted wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.there()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("this does not come: " + what);
            }
            new CompletableFuture<>().completeOnTimeout(what, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS).join();
        }
    }

    private boolean everyHealthSays(String said) throws InterruptedException {
        for (DaemonSettings node : nodes) {
            if (!send(HttpRequest.newBuilder(at(node, Api.HEALTH))).contains(said)) {
                return false;
            }
        }
        return true;
    }

    private boolean seen(Predicate<StatusView> what) throws InterruptedException {
        return status().filter(what).isPresent();
    }

    private Optional<StatusView> status() throws InterruptedException {
        String answer = send(HttpRequest.newBuilder(at(nodes.getFirst(), Api.STATUS)));
        return answer.isEmpty() ? Optional.empty() : Optional.of(Json.read(answer, StatusView.class));
    }

    private void ask(Request request) throws InterruptedException {
        send(HttpRequest.newBuilder(at(nodes.getFirst(), Api.REQUESTS)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.text(request))));
    }

    private static URI at(DaemonSettings node, String path) {
        return URI.create("http://" + node.apiHost() + ":" + node.apiPort() + path);
    }

    /// Returns what is answered; nothing if nobody answers.
    private String send(HttpRequest.Builder request) throws InterruptedException {
        try {
            return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        }
    }
}
