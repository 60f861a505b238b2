package dev.baton.server;

import dev.baton.cluster.api.Api;
import dev.baton.config.ClusterFile;
import dev.baton.config.DaemonFile;
import dev.baton.config.DaemonSettings;
import dev.baton.console.Paths;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The training run of the daemon's start-up cache: a cluster of one node without groups, in a directory of its own and
/// on loopback alone, which comes up, is asked for what people look at, and ends. What it loads lies in the cache.
public final class Training {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final List<String> LOOKS = List.of(Api.STATUS, Api.EVENTS, "/metrics", Paths.HOME, Paths.GROUPS,
            Paths.NODES, Paths.NODES + "/node1", Paths.EVENTS, Paths.UPGRADES);

    private final HttpClient client = HttpClient.newHttpClient();
    private final DaemonSettings settings;

    private Training(DaemonSettings settings) {
        this.settings = settings;
    }

    /// Carries it out.
    ///
    /// @throws IOException          if it cannot have a directory or ports
    /// @throws InterruptedException if this thread is interrupted
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("batond-training");
        DaemonSettings settings = settings(directory);
        Daemon daemon = new Daemon(settings, _ -> { });
        try {
            new Training(settings).look();
        } finally {
            daemon.close();
            delete(directory);
        }
        System.exit(0);
    }

    private static DaemonSettings settings(Path directory) throws IOException {
        // Below those that the system gives to outgoing connections.
        List<Integer> ports = ThreadLocalRandom.current().ints(15_000, 30_000).distinct().filter(Training::isFree)
                .limit(4).boxed().toList();
        Path secret = Files.createFile(directory.resolve("secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, "the secret of a training run");
        return DaemonFile.parse(new ClusterFile.Source("the training run's batond.yaml", """
                node: node1
                directory: "%s/state"
                api: {host: 127.0.0.1, port: %d}
                ensemble:
                  node1: {address: 127.0.0.1, client: %d, quorum: %d, election: %d}
                secret: "%s"
                timings: {heartbeat: 1s, lease: 8s, margin: 2s}
                linger: 1s
                """.formatted(directory, ports.get(0), ports.get(1), ports.get(2), ports.get(3), secret)));
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    /// The node leads, is defined and joins; then everybody looks.
    private void look() throws InterruptedException {
        until("\"leader\":\"node1\"");
        ClusterDocument document = new ClusterDocument(new Settings("training", false, "none"), List.of(),
                new TreeMap<>(Map.of(settings.node(), new NodeDefinition("127.0.0.1", true, false,
                        Amounts.NONE))), new TreeMap<>());
        send(HttpRequest.newBuilder(at(Api.REQUESTS)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.text(new Request.ApplyConfiguration(document,
                        Optional.empty())))));
        until("\"member\":true");
        for (String page : LOOKS) {
            send(HttpRequest.newBuilder(at(page)));
        }
    }

    private void until(String said) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!send(HttpRequest.newBuilder(at(Api.HEALTH))).contains(said) && System.nanoTime() < end) {
            new CompletableFuture<>().completeOnTimeout(said, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS).join();
        }
    }

    private URI at(String path) {
        return URI.create("http://" + settings.apiHost() + ":" + settings.apiPort() + path);
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
