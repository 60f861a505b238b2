package dev.baton.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.cli.api.ApiClient;
import dev.baton.cli.command.Session;
import dev.baton.cli.terminal.Terminal;
import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.tree.Json;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.RunId;
import dev.baton.core.model.Settings;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.model.Version;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The training runs of the start-up caches: the verbs that people type most, against one canned answer over real HTTP,
/// so that the classes they need lie in the cache, and plans from files of its own, saved; or, for a cache of its own,
/// only such plans, shown. They reach no cluster and print nothing.
public final class Training {

    private static final List<String> VERBS = List.of("status", "group list", "group show evs1", "resource list",
            "node list", "node show node1", "why evs1", "why node1", "events", "upgrade status", "upgrade report",
            "group move evs1 node2 --dry-run", "group move evs1 node2 --yes --wait 0s", "group show none", "--help");

    private static final String KIND = """
            kind: app
            product: app
            data: compatible
            version: "app --version"
            resources:
              service:
                type: process
                with: {run: "app run"}
            """;

    private static final String UPGRADE = """
            upgrade: app-2
            products:
              - product: app
                from: ">=1.0 <2.0"
                to: "2.0"
                install: "install app 2.0"
                undo: "install app 1.0"
            """;

    private Training() {}

    /// Carries the verbs out; when given `plan`, only that one.
    ///
    /// @throws IOException if no loopback port can be had
    public static void main(String[] arguments) throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        BufferedReader nothing = new BufferedReader(new InputStreamReader(InputStream.nullInputStream(),
                StandardCharsets.UTF_8));
        Map<String, String> coloured = new TreeMap<>(System.getenv());
        coloured.put("TERM", "xterm");
        coloured.remove("NO_COLOR");
        Terminal terminal = Terminal.ofProcess(nowhere, nowhere, nothing, "out", coloured);
        List<String> saved = List.of("-o", "plan.json");
        boolean onlyPlans = List.of(arguments).equals(List.of("plan"));
        if (!onlyPlans) {
            verbs(terminal);
        }
        plan(terminal, 4, 3, onlyPlans ? List.of() : saved);
        // So many groups that they are read by parts. What a larger cluster keeps busy would be compiled at once later:
        // 2 % less for a thousand nodes, an eighth more for 32.
        plan(terminal, 32, 400, List.of());
        System.exit(0);
    }

    private static void verbs(Terminal terminal) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StatusView status = status();
        server.createContext("/", exchange -> answer(exchange, status));
        server.start();
        Map<String, String> environment = Map.of("BATON_API", "http://127.0.0.1:" + server.getAddress().getPort());
        for (String verb : VERBS) {
            new Baton(new Session(terminal, environment, Path.of(""), ApiClient.ELECTION))
                    .run(List.of(verb.split(" ")));
        }
    }

    /// Plans for a cluster that there is only in files.
    private static void plan(Terminal terminal, int nodes, int groups, List<String> options)
            throws IOException {
        Path files = Files.createTempDirectory("baton-training");
        StringBuilder cluster = new StringBuilder("cluster: training\nfencing: none\nnodes:\n");
        for (int n = 0; n < nodes; n++) {
            cluster.append("  node").append(n).append(": {address: 127.0.0.1, capacity: {memory: 64, cores: 32}}\n");
        }
        cluster.append("defaults: {one-group-per-node: no}\ngroups:\n");
        for (int g = 0; g < groups; g++) {
            cluster.append("  g").append(g).append(": {kind: app, prefer: [node").append(g % nodes)
                    .append("], demand: {memory: 4, cores: 2}}\n");
        }
        Path kinds = Files.createDirectory(files.resolve("kinds"));
        Path kind = Files.writeString(kinds.resolve("app.yaml"), KIND);
        Path definition = Files.writeString(files.resolve("cluster.yaml"), cluster);
        Path upgrade = Files.writeString(files.resolve("upgrade.yaml"), UPGRADE);
        new Baton(new Session(terminal, Map.of(), files, ApiClient.ELECTION))
                .run(Stream.concat(Stream.of("plan", "-f", "upgrade.yaml", "--cluster-file", "cluster.yaml"),
                        options.stream()).toList());
        for (Path file : List.of(kind, kinds, definition, upgrade, files.resolve("plan.json"), files)) {
            Files.deleteIfExists(file);
        }
    }

    private static void answer(HttpExchange exchange, StatusView status) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Object body = path.equals(Api.STATUS) ? status
                : path.equals(Api.REQUESTS) ? new Answer.Accepted(List.of("done"), new TreeMap<>())
                : path.equals(Api.EVENTS) ? List.of() : status.run().orElseThrow();
        byte[] bytes = Json.text(body).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static StatusView status() {
        Instant now = Instant.EPOCH.plus(Duration.ofDays(1));
        ClusterImage image = image();
        return new StatusView(image, Optional.of(new NodeId("node1")), new StatusView.Votes(1, 1, new TreeMap<>()),
                new TreeMap<>(Map.of(new GroupId("evs1"), now)), Optional.of(run(now)), now);
    }

    private static ClusterImage image() {
        ProductId product = new ProductId("h2");
        Kind kind = new Kind(new KindId("h2"), product, DataMode.STRICT, 2, true, false, UpgradeMode.ROLLING,
                Optional.of(new Kind.Convert(new TreeSet<>(), new TreeSet<>(), new Command("true"), true,
                        Duration.ofSeconds(1))),
                Optional.empty(), Optional.of(new Command("true")), Optional.of(new Command("true")));
        ClusterImage image = ClusterImage.EMPTY.withSettings(new Settings("training", true, "none")).with(kind);
        for (String name : List.of("node1", "node2", "node3")) {
            image = image.with(NodeImage.defined(new NodeId(name), "127.0.0.1", true, false)
                    .withMembership(Membership.UP, 1, "boot")
                    .withFacts(NodeFacts.UNKNOWN.with(product, new Version("1.4.200"))));
        }
        image = image.with(image.node(new NodeId("node3")).withHold(new Hold(new HoldId("pause"), Hold.OPERATOR, "why",
                Hold.Strength.PAUSED, Optional.empty())));
        Resource resource = new Resource(new ResourceId("disk"), "process", new TreeMap<>(Map.of("run", "true")),
                new TreeSet<>(), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        NodeId home = new NodeId("node1");
        return image.with(GroupImage.defined(new GroupId("evs1"), kind.id(), List.of(resource), List.of(home),
                new TreeSet<>(), false, new Format.At(new Version("1.4")))
                .settledOn(image.node(home), Placement.NONE.movedTo(home, "first placement")));
    }

    private static RunView run(Instant now) {
        return new RunView(new RunId("r1"), "training", "0000000", "running", Optional.empty(), now, Optional.empty(),
                "nobody", List.of(new NodeId("node1")), 1, List.of(new RunView.StageLine(1, "upgrade node1", "now",
                        Duration.ofMinutes(1), Optional.of(Duration.ofSeconds(1)), List.of(new RunView.StepLine(0,
                                "hold node1 closed", "now", 1, Optional.empty(), "")))),
                List.of(new RunView.GroupLine(new GroupId("evs1"), Optional.of(new NodeId("node1")), "Online",
                        new Format.Unread(), 1, List.of(Duration.ofSeconds(2)), List.of(), Duration.ZERO)),
                List.of(new RunView.NodeLine(new NodeId("node1"), new TreeMap<>(), new TreeMap<>())), List.of(),
                List.of(), Optional.empty());
    }
}
