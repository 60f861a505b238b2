package dev.baton.demo.local;

import dev.baton.cli.api.Endpoints;
import dev.baton.demo.clients.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A cluster of real processes on this machine, with groups of one workload, and the files that define it. Nothing runs
/// before [#start]; [#close], or the end of this program in any way, ends and removes everything.
public final class LocalCluster implements AutoCloseable {

    private static final String TIMINGS =
            "{heartbeat: 500ms, lease: 5s, margin: 500ms, tick: 200ms, init-limit: 25, sync-limit: 5}";

    private final Shape shape;
    private final Janitor janitor;
    private final RunningCluster running;
    private final Workload workload;
    private final Ground ground;
    private final Map<String, Process> daemons = new ConcurrentHashMap<>();

    private LocalCluster(Shape shape, Janitor janitor, Ground.Site site, Function<Path, ? extends Workload> workload)
            throws IOException {
        this.shape = shape;
        this.janitor = janitor;
        running = new RunningCluster(janitor.directory());
        this.workload = workload.apply(janitor.directory().resolve("groups"));
        ground = site.prepare(shape, running);
    }

    /// Lays out a cluster on loopback in a fresh directory: data and programs of the first version, settings of every
    /// daemon, and `cluster.yaml`.
    ///
    /// @param workload makes what its groups run, in the directory that it is given
    /// @param progress takes one line per step, for people
    /// @throws IOException if it cannot be laid out
    public static LocalCluster create(Shape shape, Function<Path, ? extends Workload> workload,
            Consumer<String> progress) throws IOException {
        return create(shape, Loopback::new, workload, progress);
    }

    /// Lays out a cluster on a ground of its own, otherwise as the one on loopback.
    ///
    /// @param workload makes what its groups run, in the directory that it is given
    /// @param progress takes one line per step, for people
    /// @throws IOException if it cannot be laid out
    public static LocalCluster create(Shape shape, Ground.Site site, Function<Path, ? extends Workload> workload,
            Consumer<String> progress) throws IOException {
        Janitor janitor = Janitor.start();
        LocalCluster cluster;
        try {
            cluster = new LocalCluster(shape, janitor, site, workload);
        } catch (IOException | RuntimeException e) {
            janitor.close();
            throw e;
        }
        try {
            cluster.layOut(progress);
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void layOut(Consumer<String> progress) throws IOException {
        workload.install();
        progress.accept("creating " + shape.servers() + " databases with " + workload.product() + " "
                + workload.from());
        workload.create(shape.serverNames());
        LocalNode.makeSecret(running.directory());
        for (String name : shape.machines()) {
            LocalNode node = new LocalNode(running.directory(), name);
            node.configure(ground.seat(name), TIMINGS, workload.environment(node.directory()));
            if (shape.nodeNames().contains(name)) {
                workload.installOn(node.directory(), workload.from());
            }
        }
        Files.writeString(clusterFile(), clusterYaml());
    }

    private String clusterYaml() throws IOException {
        StringBuilder text = new StringBuilder("""
                cluster: %s
                nodes:   {%s}
                witness: {%s}

                fencing: none

                defaults:
                  one-group-per-node: %s

                groups:
                """.formatted(workload.product(), addresses(shape.nodeNames()),
                addresses(shape.machines().stream().filter(name -> !shape.nodeNames().contains(name)).toList()),
                shape.hasStandby() ? "true" : "no"));
        for (String group : shape.serverNames()) {
            text.append("  %s: {kind: %s, prefer: [%s], with: {%s}}\n".formatted(group, workload.product(),
                    shape.home(group), workload.parameters(ground.listens(group)).entrySet().stream()
                            .map(with -> with.getKey() + ": \"" + with.getValue() + "\"")
                            .collect(Collectors.joining(", "))));
        }
        return text.toString();
    }

    private String addresses(List<String> machines) {
        return machines.stream().map(machine -> machine + ": " + ground.address(machine))
                .collect(Collectors.joining(", "));
    }

    /// Starts every daemon and returns when each answers and a leader leads.
    ///
    /// @param atMost how long that may take
    /// @throws IOException naming the node and the end of its log, if it does not come to that
    public void start(Duration atMost) throws IOException {
        for (String name : shape.machines()) {
            start(name);
        }
        long end = System.nanoTime() + atMost.toNanos();
        for (String name : shape.machines()) {
            awaitHealth(name, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
    }

    /// Starts the daemon of a node that has none.
    ///
    /// @throws IOException if it cannot be started
    public void start(String name) throws IOException {
        start(name, List.of());
    }

    /// Does the same with more in its environment.
    ///
    /// @param variables `NAME=value`
    /// @throws IOException if it cannot be started
    public void start(String name, List<String> variables) throws IOException {
        daemons.put(name, node(name).start(ground.inside(name), variables));
    }

    /// Returns when a node's daemon answers and knows a leader.
    ///
    /// @throws IOException naming the end of its log, if it does not within the time
    public void awaitHealth(String name, Duration atMost) throws IOException {
        Health health = new Health(api(name));
        Process daemon = daemons.get(name);
        boolean well = Waiting.until(atMost, () -> isOver(daemon)
                || (node(name).listens(ground.seat(name).apiPort()) && health.isWell())) && !isOver(daemon);
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
        if (!shape.machines().contains(name)) {
            throw new IllegalArgumentException("no node '" + name + "'; there are: " + shape.machines());
        }
        return new LocalNode(running.directory(), name);
    }

    /// Returns where a node answers.
    public URI api(String name) {
        return ground.api(name);
    }

    /// Returns what the machines stand on.
    public Ground ground() {
        return ground;
    }

    /// Returns the files of the groups.
    public Workload workload() {
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

    /// Returns where the server of each group listens.
    public SortedMap<String, Server> servers() {
        SortedMap<String, Server> servers = new TreeMap<>();
        shape.serverNames().forEach(group -> servers.put(group, workload.server(ground.listens(group))));
        return Collections.unmodifiableSortedMap(servers);
    }

    /// Copies every log, with its place in the cluster's directory, to `target`.
    ///
    /// @throws IOException if one cannot be copied
    public void copyLogs(Path target) throws IOException {
        Logs.copy(running.directory(), target);
    }

    /// Ends every process of the cluster and removes its directory; returns when that is done.
    @Override
    public void close() {
        janitor.close();
        ground.close();
    }
}
