package dev.baton.demo.local;

import dev.baton.cli.api.Endpoints;
import dev.baton.demo.h2.H2Address;
import dev.baton.demo.h2.H2Fetch;
import dev.baton.demo.h2.H2Version;
import dev.baton.demo.h2.H2Workload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A cluster of real processes on this machine, with H2 groups, and the files that define it. Nothing runs before
/// [#start]; [#close], or the end of this program in any way, ends and removes everything.
public final class LocalCluster implements AutoCloseable {

    private static final int USUAL_API_PORT = 8420;
    private static final int H2_PORT = 9092;
    private static final String WITNESS = "witness";

    private final Shape shape;
    private final Janitor janitor;
    private final RunningCluster running;
    private final H2Workload workload;
    private final Links links;
    private final Faults faults;
    private final Ports ports;
    private final SortedMap<String, Integer> apiPorts = new TreeMap<>();
    private final SortedMap<String, H2Address> servers = new TreeMap<>();
    private final Map<String, Process> daemons = new ConcurrentHashMap<>();

    private LocalCluster(Shape shape, Janitor janitor) throws IOException {
        this.shape = shape;
        this.janitor = janitor;
        Path directory = janitor.directory();
        running = new RunningCluster(directory);
        workload = new H2Workload(directory.resolve("h2"));
        ports = new Ports();
        SortedMap<String, Peer> peers = new TreeMap<>();
        for (String node : shape.nodeNames()) {
            apiPorts.put(node, apiPorts.isEmpty() ? ports.preferably(USUAL_API_PORT) : ports.any());
        }
        if (shape.hasWitness()) {
            apiPorts.put(WITNESS, ports.any());
        }
        for (String voter : shape.hasWitness() ? apiPorts.keySet() : shape.voters()) {
            peers.put(voter, new Peer(ports.any(), ports.any(), ports.any()));
        }
        links = new Links(apiPorts.keySet(), peers);
        faults = new Faults(running.faults(), links);
        String network = ports.network(shape.servers(), H2_PORT);
        for (String server : shape.serverNames()) {
            servers.put(server, new H2Address(server, network + (servers.size() + 1), H2_PORT));
        }
    }

    /// Lays out a cluster in a fresh directory: data and programs of the old H2 version, settings of every daemon, and
    /// `cluster.yaml`.
    ///
    /// @param progress takes one line per step, for people
    /// @throws IOException if it cannot be laid out
    public static LocalCluster create(Shape shape, H2Fetch fetch, Consumer<String> progress) throws IOException {
        Janitor janitor = Janitor.start();
        LocalCluster cluster = new LocalCluster(shape, janitor);
        try {
            cluster.layOut(fetch, progress);
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void layOut(H2Fetch fetch, Consumer<String> progress) throws IOException {
        workload.install(fetch);
        progress.accept("creating " + shape.servers() + " databases with H2 " + H2Version.OLD.text());
        workload.create(shape.serverNames());
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        Path file = Files.createFile(running.directory().resolve("secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(secret) + "\n", StandardOpenOption.WRITE);
        for (String name : apiPorts.keySet()) {
            LocalNode node = new LocalNode(running.directory(), name);
            node.configure(apiPort(name), links.seenFrom(name), workload);
            if (!name.equals(WITNESS)) {
                workload.installOn(node.directory(), H2Version.OLD);
            }
        }
        Files.writeString(clusterFile(), clusterYaml());
    }

    private String clusterYaml() {
        String nodes = shape.nodeNames().stream().map(node -> node + ": 127.0.0.1").collect(Collectors.joining(", "));
        StringBuilder text = new StringBuilder("""
                cluster: h2
                nodes:   {%s}
                witness: {%s}

                fencing: none

                defaults:
                  one-group-per-node: true

                groups:
                """.formatted(nodes, shape.hasWitness() ? WITNESS + ": 127.0.0.1" : ""));
        servers.forEach((group, address) -> text.append("  %s: {kind: h2, prefer: [%s], with: {data: \"%s\", "
                .formatted(group, group.replace("evs", "node"), workload.data(group)))
                .append("address: %s, port: %d, locks: \"%s\"}}\n".formatted(address.address(), address.port(),
                        workload.addressLocks())));
        return text.toString();
    }

    /// Starts every daemon and returns when each answers and a leader leads.
    ///
    /// @param atMost how long that may take
    /// @throws IOException naming the node and the end of its log, if it does not come to that
    public void start(Duration atMost) throws IOException {
        for (String name : apiPorts.keySet()) {
            start(name);
        }
        long end = System.nanoTime() + atMost.toNanos();
        for (String name : apiPorts.keySet()) {
            awaitHealth(name, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
    }

    /// Starts the daemon of a node that has none.
    ///
    /// @throws IOException if it cannot be started
    public void start(String name) throws IOException {
        ports.release();
        daemons.put(name, node(name).start());
    }

    /// Returns when a node's daemon answers and knows a leader.
    ///
    /// @throws IOException naming the end of its log, if it does not within the time
    public void awaitHealth(String name, Duration atMost) throws IOException {
        Health health = new Health(api(name));
        Process daemon = daemons.get(name);
        boolean well = Waiting.until(atMost, () -> isOver(daemon)
                || (node(name).listens(apiPort(name)) && health.isWell())) && !isOver(daemon);
        if (!well) {
            List<String> log = Files.exists(node(name).log()) ? Files.readAllLines(node(name).log()) : List.of();
            throw new IOException("batond of " + name + (isOver(daemon) ? " ended at once" : " does not answer, or no "
                    + "leader was elected, within " + atMost.toSeconds() + " s") + "; the end of its log:\n  "
                    + String.join("\n  ", log.subList(Math.max(0, log.size() - 15), log.size())));
        }
    }

    /// Says where the cluster answers, to every command of this user that is not told otherwise. The notice goes with
    /// the cluster.
    ///
    /// @throws IOException if the notice cannot be written
    public void announce() throws IOException {
        Path notice = Endpoints.demoState(System.getenv());
        Path place = notice.resolveSibling(".");
        if (!Files.isDirectory(place)) {
            Files.createDirectory(place.normalize(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        List<String> urls = shape.nodeNames().stream().map(node -> api(node).toString()).toList();
        Files.write(running.directory().resolve(RunningCluster.NOTICE), urls);
        Path fresh = Files.write(place.resolve("fresh"), urls);
        Files.move(fresh, notice, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isOver(@Nullable Process daemon) {
        return daemon != null && !daemon.isAlive();
    }

    /// Returns the cluster's shape.
    public Shape shape() {
        return shape;
    }

    /// Returns the directory of everything.
    public Path directory() {
        return running.directory();
    }

    /// Returns what can be done to it while it runs.
    public RunningCluster running() {
        return running;
    }

    /// Returns a node or the witness.
    ///
    /// @throws IllegalArgumentException if there is none of that name
    public LocalNode node(String name) {
        apiPort(name);
        return new LocalNode(running.directory(), name);
    }

    /// Returns where a node answers.
    public URI api(String name) {
        return URI.create("http://127.0.0.1:" + apiPort(name));
    }

    private int apiPort(String name) {
        Integer port = apiPorts.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no node '" + name + "'; there are: " + apiPorts.keySet());
        }
        return port;
    }

    /// Returns the files of the groups.
    public H2Workload workload() {
        return workload;
    }

    /// Returns the file that defines the cluster; `kinds/` is beside it.
    public Path clusterFile() {
        return workload.directory().resolve("cluster.yaml");
    }

    /// Returns the file that says what the upgrade wants.
    public Path upgradeFile() {
        return workload.directory().resolve("upgrade.yaml");
    }

    /// Returns where clients find each group.
    public SortedMap<String, H2Address> servers() {
        return Collections.unmodifiableSortedMap(servers);
    }

    /// Copies every log, with its place in the cluster's directory, to `target`.
    ///
    /// @throws IOException if one cannot be copied
    public void copyLogs(Path target) throws IOException {
        List<Path> logs;
        try (Stream<Path> files = Files.walk(running.directory())) {
            logs = files.filter(file -> file.getFileName().toString().endsWith(".log")).toList();
        }
        for (Path log : logs) {
            Path copy = target.resolve(running.directory().relativize(log).toString());
            Files.createDirectories(copy.resolveSibling(".").normalize());
            Files.copy(log, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Ends every process of the cluster and removes its directory; returns when that is done.
    @Override
    public void close() {
        janitor.close();
        links.close();
        try {
            faults.close();
        } catch (IOException e) {
            // Nothing watches any more either way.
        }
    }
}
