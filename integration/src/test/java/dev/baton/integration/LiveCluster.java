package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.api.Api;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeImage;
import dev.baton.demo.Setting;
import dev.baton.demo.clients.Found;
import dev.baton.demo.clients.Operation;
import dev.baton.demo.clients.Seen;
import dev.baton.demo.clients.Surroundings;
import dev.baton.demo.clients.Writers;
import dev.baton.demo.h2.H2Fetch;
import dev.baton.demo.h2.H2Workload;
import dev.baton.demo.local.Ground;
import dev.baton.demo.local.LocalCluster;
import dev.baton.demo.local.Shape;
import dev.baton.demo.local.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Four nodes, three groups and a witness, or another shape, as real processes, with clients that write from before the
/// first accident until [#judge].
final class LiveCluster extends AskedCluster implements AutoCloseable {

    /// Enough to know that a client is served again.
    private static final int ROWS = 20;
    /// Between two rows of one client. Half as many as in the demo: those took a sixth of all processor time of a test.
    private static final Duration INTERVAL = Duration.ofMillis(20);
    /// In lines.
    private static final int LAST_WORDS = 40;

    /// The fewest machines that outlive the loss of one, two virtual servers, one standby: for what a third server or a
    /// witness would add nothing to but time.
    static final Shape SMALL = new Shape(3, 2);

    private final String name;
    private final LocalCluster local;
    private final Writers writers;

    private LiveCluster(String name, LocalCluster local, Writers writers) {
        super(name, local.shape().machines(), local::api);
        this.name = name;
        this.local = local;
        this.writers = writers;
    }

    /// Starts a cluster and its clients on loopback, and returns when every group is online and has taken rows.
    ///
    /// @param name of the test, for its logs
    static LiveCluster begin(String name) throws IOException {
        return begin(name, Shape.USUAL);
    }

    /// Does the same in another shape.
    static LiveCluster begin(String name, Shape shape) throws IOException {
        return begin(name, shape, LiveCluster::h2);
    }

    /// Does the same with groups of another sort.
    ///
    /// @param workload makes what they run, in the directory that it is given
    static LiveCluster begin(String name, Shape shape, Function<Path, ? extends Workload> workload)
            throws IOException {
        LocalCluster local = LocalCluster.create(shape, workload, _ -> { });
        return new LiveCluster(name, local, new Writers(name, local.servers().values(), INTERVAL)).begun();
    }

    /// Does the same with leases of this length, in whole seconds, in place of the usual ones.
    static LiveCluster begin(String name, Shape shape, Duration lease) throws IOException {
        LocalCluster local = LocalCluster.create(shape, LiveCluster::h2, _ -> { });
        for (String machine : local.shape().machines()) {
            Path settings = local.node(machine).directory().resolve("batond.yaml");
            String text = Files.readString(settings);
            String changed = text.replaceFirst("lease: [0-9]+s", "lease: " + lease.toSeconds() + "s");
            assertThat(changed).as(settings.toString()).isNotEqualTo(text);
            Files.writeString(settings, changed);
        }
        return new LiveCluster(name, local, new Writers(name, local.servers().values(), INTERVAL)).begun();
    }

    /// Does the same where every node and the clients are machines in namespaces.
    ///
    /// @param notes takes every operation of the clients
    static LiveCluster beginInNamespaces(String name, Consumer<Operation> notes) throws IOException {
        return beginInNamespaces(name, Namespaces::new, notes);
    }

    /// Does the same on a ground of [Namespaces] that `site` prepares.
    static LiveCluster beginInNamespaces(String name, Ground.Site site, Consumer<Operation> notes)
            throws IOException {
        return beginInNamespaces(name, site, LiveCluster::h2, notes);
    }

    /// Does the same with groups of another sort.
    static LiveCluster beginInNamespaces(String name, Ground.Site site, Function<Path, ? extends Workload> workload,
            Consumer<Operation> notes) throws IOException {
        LocalCluster local = LocalCluster.create(Shape.USUAL, site, workload, _ -> { });
        Namespaces ground = (Namespaces) local.ground();
        return new LiveCluster(name, local, new Writers(name, local.shape().serverNames(), INTERVAL,
                new Surroundings(group -> ground.places(group).stream().map(local.workload()::server).toList(),
                        ground.calls(), notes))).begun();
    }

    /// Starts a cluster on loopback whose daemons have these `NAME=value` in their environment.
    ///
    /// @param name of the test, for its logs
    static LiveCluster begin(String name, Shape shape, List<String> variables) throws IOException {
        LocalCluster local = LocalCluster.create(shape, LiveCluster::h2, _ -> { });
        for (String machine : local.shape().machines()) {
            local.start(machine, variables);
        }
        return new LiveCluster(name, local, new Writers(name, local.servers().values(), INTERVAL)).begun();
    }

    private static H2Workload h2(Path directory) {
        return new H2Workload(directory, new H2Fetch(Command.home().resolve("h2"), _ -> { }));
    }

    private LiveCluster begun() throws IOException {
        long began = System.nanoTime();
        try {
            if (local.node(local.shape().machines().getFirst()).daemon().isEmpty()) {
                local.start(PATIENCE);
            }
            for (String machine : local.shape().machines()) {
                local.awaitHealth(machine, PATIENCE);
            }
            Setting.of(local).configure();
            writers.start();
            awaitRows();
        } catch (IOException | RuntimeException | Error failed) {
            close();
            throw failed;
        }
        say(name + ": cluster ready", began);
        return this;
    }

    /// Prints how long something took; nothing is judged by it.
    static void say(String what, long since) {
        System.out.printf("  %-70s %5.1f s%n", what, (System.nanoTime() - since) / 1e9);
    }

    LocalCluster local() {
        return local;
    }

    /// Ends a daemon in good order and starts it again, with settings that name certificates: from then on it is spoken
    /// to over TLS.
    ///
    /// @param trusted who signs the certificates of the nodes
    void restartSecured(String node, Path trusted) throws IOException {
        calls().secure(node, trusted);
        restart(node);
    }

    /// Returns when every node is up, every group online, and every client served.
    void awaitWhole() {
        await("the cluster is whole", () -> image().members().stream().allMatch(NodeImage::up)
                && image().groups().values().stream().allMatch(LiveCluster::isServing));
        awaitRows();
    }

    private static boolean isServing(GroupImage group) {
        return group.state() instanceof GroupState.Online && group.format() instanceof Format.At;
    }

    /// Returns when each client was served since now.
    void awaitRows() {
        awaitRows(local.servers().keySet());
    }

    /// Returns when the clients of these groups were served since now.
    void awaitRows(Set<String> groups) {
        Map<String, Long> rows = new TreeMap<>();
        groups.forEach(group -> rows.put(group, writers.seen(group).acknowledged()));
        await("clients of " + groups + " are served", () -> groups.stream().map(writers::seen)
                .allMatch(seen -> seen.isServed()
                        && seen.acknowledged() > rows.getOrDefault(seen.server().group(), 0L) + ROWS));
    }

    /// Returns what each client has seen so far.
    Map<String, Seen> seen() {
        Map<String, Seen> seen = new TreeMap<>();
        writers.seen().forEach(one -> seen.put(one.server().group(), one));
        return seen;
    }

    /// Asserts that no operation of these groups' clients failed since `before`.
    void assertUntouched(Map<String, Seen> before, String... except) {
        Map<String, Seen> now = seen();
        before.forEach((group, then) -> {
            if (!List.of(except).contains(group)) {
                assertThat(now.get(group)).as("clients of " + group + ", on another node").isNotNull()
                        .satisfies(seen -> {
                            assertThat(seen.failed()).isEqualTo(then.failed());
                            assertThat(seen.outages()).hasSameSizeAs(then.outages());
                        });
            }
        });
    }

    /// Asserts that a group had exactly so many outages since `before`.
    void assertOutages(Map<String, Seen> before, String group, int outages) {
        Seen then = Objects.requireNonNull(before.get(group));
        assertThat(writers.seen(group).outages().size() - then.outages().size()).as("outages of " + group)
                .isEqualTo(outages);
    }

    void kill(String node) throws IOException {
        leaveOut(node);
        local.node(node).kill(false);
    }

    /// As a power cut would: nothing of the machine is left running.
    void switchOff(String node) throws IOException {
        leaveOut(node);
        local.node(node).kill(true);
    }

    void freeze(String node) throws IOException {
        leaveOut(node);
        local.node(node).freeze(false);
    }

    void cut(String node) throws IOException {
        leaveOut(node);
        local.ground().cut(node);
    }

    /// Undoes whatever was done to a node, and returns when its daemon answers.
    void bringBack(String node) throws IOException {
        bringBack(List.of(node));
    }

    private void bringBack(List<String> nodes) throws IOException {
        for (String node : nodes) {
            local.ground().restore(node);
            local.node(node).thaw();
            revive(node);
        }
        for (String node : nodes) {
            if (calls().isSecured(node)) {
                await(node + " answers over TLS", () -> {
                    if (local.node(node).daemon().isEmpty()) {
                        System.out.println("  " + node + " ended by itself; " + lastWords(node).strip());
                        revive(node);
                    }
                    return calls().client(List.of(node)).status().leader().isPresent();
                });
            } else {
                local.awaitHealth(node, PATIENCE);
            }
            askAgain(node);
        }
    }

    /// As a service manager would: a daemon that ends is started again.
    private void revive(String node) {
        if (local.node(node).daemon().isEmpty()) {
            try {
                local.start(node);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    String lastWords(String node) {
        List<String> log = Lines.of(local.node(node).log());
        return log.stream().skip(Math.max(0, log.size() - LAST_WORDS))
                .collect(Collectors.joining("\n  ", "\nthe end of what batond of " + node + " said:\n  ", ""));
    }

    /// Turns machines in namespaces on again whenever one restarts, until the run ends.
    ///
    /// @return which restarted, in that order
    List<String> awaitEndThroughRestarts() {
        List<String> restarted = new ArrayList<>();
        await("the run ends", () -> {
            try {
                restarted.addAll(((Namespaces) local.ground()).turnOn(this));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            // A daemon that has just begun does not know of the run yet.
            return api().run(Api.LATEST).flatMap(RunView::ended).isPresent();
        });
        return restarted;
    }

    /// Undoes everything that was done, and returns when the cluster is whole.
    void heal() throws IOException {
        bringBack();
        awaitWhole();
    }

    /// Brings back all that were left out, and returns when every node is up.
    void bringBack() throws IOException {
        bringBack(leftOut());
        await("all are back", () -> image().members().stream().allMatch(NodeImage::up));
    }

    /// Ends a daemon in good order and starts it again, within its lease where the machine is quick enough.
    void restart(String node) throws IOException {
        restart(node, List.of());
    }

    /// Does the same; the daemon has these `NAME=value` in its environment until it is restarted again.
    void restart(String node, List<String> variables) throws IOException {
        leaveOut(node);
        local.node(node).daemon().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroy);
        await("batond of " + node + " has ended", () -> local.node(node).daemon().isEmpty());
        local.start(node, variables);
        bringBack(node);
    }

    /// Returns how often a node met another that had the lock of a group's data.
    int locksMet(String group) {
        return Lines.of(data(group).resolve("disk.lock.conflicts")).size();
    }

    /// Returns the directory of a group's data.
    Path data(String group) {
        return local.workload().data(group);
    }

    /// Ends the writing and asserts what must be so whatever happened: one owner at a time, every acknowledged row
    /// there.
    void judge() throws IOException, SQLException {
        judge(Set.of());
    }

    /// Does the same where the data of some groups was brought back from a copy: which rows those have is for the
    /// caller to say; none may be there that nobody wrote.
    void judge(Set<String> restored) throws IOException, SQLException {
        awaitRows();
        writers.stop();
        for (var found : writers.verify().entrySet()) {
            Found rows = found.getValue();
            assertThat(rows.acknowledged()).as("rows acknowledged by " + found.getKey()).isPositive();
            assertThat(rows).as("rows of " + found.getKey()).matches(restored.contains(found.getKey())
                    ? one -> one.strange() == 0 : Found::isWhole, "all acknowledged, no others");
        }
        assertSingleOwners();
        assertNoFaults();
    }

    /// Asserts that no daemon ended by a fault of its own, however soon it was started again.
    private void assertNoFaults() {
        for (String machine : local.shape().machines()) {
            assertThat(Lines.of(local.node(machine).log())).as("log of " + machine)
                    .noneMatch(line -> line.contains("a handler failed"));
        }
    }

    /// Asserts that no group ever had two owners, as the data says.
    void assertSingleOwners() throws IOException {
        for (String group : local.servers().keySet()) {
            assertThat(OwnerLog.of(data(group)).faults()).as("owner log of " + group).isEmpty();
            assertThat(local.workload().ownerFaults(group)).as("locks of " + group).isEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        writers.close();
        Path logs = Path.of("target", "logs", name);
        local.copyLogs(logs);
        if (local.ground() instanceof Namespaces ground) {
            ground.copyLogs(logs);
        }
        local.close();
    }
}
