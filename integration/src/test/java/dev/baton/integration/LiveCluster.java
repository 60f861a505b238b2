package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.api.Credentials;
import dev.baton.cli.api.Endpoints;
import dev.baton.cli.terminal.Failure;
import dev.baton.cluster.api.StatusView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.demo.Setting;
import dev.baton.demo.clients.Found;
import dev.baton.demo.clients.Operation;
import dev.baton.demo.clients.Seen;
import dev.baton.demo.clients.Surroundings;
import dev.baton.demo.clients.Writers;
import dev.baton.demo.h2.H2Fetch;
import dev.baton.demo.local.LocalCluster;
import dev.baton.demo.local.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/// Four nodes, three groups and a witness as real processes, with clients that write from before the first accident
/// until [#judge].
///
/// Asks only nodes to which nothing was done: a cut-off node goes on answering with what it last knew.
final class LiveCluster implements AutoCloseable {

    /// As long as a busy machine may take for anything at all; nothing that is judged.
    static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    /// Enough to know that a client is served again.
    private static final int ROWS = 20;

    private final String name;
    private final LocalCluster local;
    private final Writers writers;
    private final Set<String> out = new TreeSet<>();
    /// Whose tokens are asked for, from then on this file's.
    private Optional<Path> token = Optional.empty();

    private LiveCluster(String name, LocalCluster local, Writers writers) {
        this.name = name;
        this.local = local;
        this.writers = writers;
    }

    /// Starts a cluster and its clients on loopback, and returns when every group is online and has taken rows.
    ///
    /// @param name of the test, for its logs
    static LiveCluster begin(String name) throws IOException {
        LocalCluster local = LocalCluster.create(Shape.USUAL, fetch(), _ -> { });
        return new LiveCluster(name, local, new Writers(name, local.servers().values(), Writers.INTERVAL)).begun();
    }

    /// Does the same where every node and the clients are machines in namespaces.
    ///
    /// @param notes takes every operation of the clients
    static LiveCluster beginInNamespaces(String name, Consumer<Operation> notes) throws IOException {
        LocalCluster local = LocalCluster.create(Shape.USUAL, Namespaces::new, fetch(), _ -> { });
        Namespaces ground = (Namespaces) local.ground();
        return new LiveCluster(name, local, new Writers(name, local.shape().serverNames(), Writers.INTERVAL,
                new Surroundings(ground::places, ground.calls(), notes))).begun();
    }

    /// Starts a cluster on loopback whose daemons have these `NAME=value` in their environment.
    ///
    /// @param name of the test, for its logs
    static LiveCluster begin(String name, List<String> variables) throws IOException {
        LocalCluster local = LocalCluster.create(Shape.USUAL, fetch(), _ -> { });
        for (String machine : local.shape().machines()) {
            local.start(machine, variables);
        }
        return new LiveCluster(name, local, new Writers(name, local.servers().values(), Writers.INTERVAL)).begun();
    }

    private static H2Fetch fetch() {
        return new H2Fetch(Command.home().resolve("h2"), _ -> { });
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

    /// Returns a client of the nodes to which nothing was done.
    ApiClient api() {
        return new ApiClient(new Endpoints(well().stream().map(local::api).toList(), name), name, credentials(),
                ApiClient.ELECTION);
    }

    private Credentials credentials() {
        return Credentials.find(token.map(file -> Map.of("BATON_TOKEN_FILE", file.toString())).orElse(Map.of()));
    }

    /// Shows the token in this file from now on.
    void showToken(Path file) {
        token = Optional.of(file);
    }

    private List<String> well() {
        return local.shape().machines().stream().filter(node -> !out.contains(node)).toList();
    }

    /// Runs `baton` against the nodes to which nothing was done.
    Command baton(String... arguments) throws IOException, InterruptedException {
        return batonAs(token, arguments);
    }

    /// Runs `baton` as whoever has this token.
    Command batonAs(Optional<Path> shown, String... arguments) throws IOException, InterruptedException {
        Map<String, String> environment = new TreeMap<>(Map.of("BATON_API", well().stream()
                .map(node -> local.api(node).toString()).collect(Collectors.joining(","))));
        shown.ifPresent(file -> environment.put("BATON_TOKEN_FILE", file.toString()));
        return Command.baton(environment, arguments);
    }

    /// Runs `baton`, which must succeed.
    Command done(String... arguments) throws IOException, InterruptedException {
        Command command = baton(arguments);
        assertThat(command.exit()).as(command.toString()).isZero();
        return command;
    }

    ClusterImage image() {
        return api().status().image();
    }

    GroupImage group(String group) {
        return image().group(new GroupId(group));
    }

    /// Returns the node that owns a group.
    String owner(String group) {
        return group(group).owner().map(NodeId::value).orElse("-");
    }

    /// Returns whether a group is online, resource by resource.
    boolean isOnline(String group) {
        return group(group).state() instanceof GroupState.Online;
    }

    /// Returns whether a node takes part, as the others see it.
    boolean isUp(String node) {
        return image().node(new NodeId(node)).up();
    }

    /// Returns the groups that a node owns.
    List<String> groupsOn(String node) {
        return image().groups().values().stream().filter(group -> group.owner().map(NodeId::value)
                .filter(node::equals).isPresent()).map(group -> group.id().value()).toList();
    }

    /// Returns the node whose controller leads.
    String leader() {
        await("a leader", () -> api().status().leader().isPresent());
        return api().status().leader().map(NodeId::value).orElseThrow();
    }

    /// Returns the machine whose coordination peer leads the ensemble; only it knows.
    String ensembleLeader() {
        await("a leader of the ensemble", () -> leadsEnsemble().isPresent());
        return leadsEnsemble().orElseThrow();
    }

    private Optional<String> leadsEnsemble() {
        return well().stream().filter(this::saysItLeads).findFirst();
    }

    private boolean saysItLeads(String node) {
        return trying(() -> {
            StatusView status = new ApiClient(new Endpoints(List.of(local.api(node)), name), name).status();
            return "leader".equals(status.votes().nodes().get(new NodeId(node)));
        });
    }

    private static boolean trying(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (Failure unreachable) {
            return false;
        }
    }

    /// Returns when it is so; while nobody answers it is not.
    void await(String what, BooleanSupplier condition) {
        Awaitility.await(what).atMost(PATIENCE).pollInterval(LOOK_EVERY).until(() -> trying(condition));
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
                        && seen.acknowledged() > rows.getOrDefault(seen.address().group(), 0L) + ROWS));
    }

    /// Returns what each client has seen so far.
    Map<String, Seen> seen() {
        Map<String, Seen> seen = new TreeMap<>();
        writers.seen().forEach(one -> seen.put(one.address().group(), one));
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
        out.add(node);
        local.node(node).kill(false);
    }

    void freeze(String node) throws IOException {
        out.add(node);
        local.node(node).freeze(false);
    }

    void cut(String node) throws IOException {
        out.add(node);
        local.ground().cut(node);
    }

    /// Asks a node no more, until it is brought back: something else was done to it.
    void leaveOut(String node) {
        out.add(node);
    }

    /// Undoes whatever was done to a node, and returns when its daemon answers.
    void bringBack(String node) throws IOException {
        bringBack(List.of(node));
    }

    private void bringBack(List<String> nodes) throws IOException {
        for (String node : nodes) {
            local.ground().restore(node);
            local.node(node).thaw();
            // As a service manager would: a daemon that ends is started again.
            if (local.node(node).daemon().isEmpty()) {
                local.start(node);
            }
        }
        for (String node : nodes) {
            local.awaitHealth(node, PATIENCE);
            out.remove(node);
        }
    }

    /// Undoes everything that was done, and returns when the cluster is whole.
    void heal() throws IOException {
        bringBack(List.copyOf(out));
        awaitWhole();
    }

    /// Ends a daemon in good order and starts it again, within its lease where the machine is quick enough.
    void restart(String node) throws IOException {
        restart(node, List.of());
    }

    /// Does the same; the daemon has these `NAME=value` in its environment until it is restarted again.
    void restart(String node, List<String> variables) throws IOException {
        out.add(node);
        local.node(node).daemon().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroy);
        await("batond of " + node + " has ended", () -> local.node(node).daemon().isEmpty());
        local.start(node, variables);
        bringBack(node);
    }

    /// Returns how often a node met another that had the lock of a group's data.
    int locksMet(String group) {
        Path conflicts = data(group).resolve("disk.lock.conflicts");
        try {
            return Files.exists(conflicts) ? Files.readAllLines(conflicts).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the directory of a group's data.
    Path data(String group) {
        return local.workload().data(group);
    }

    /// Ends the writing and asserts what must be so whatever happened: one owner at a time, every acknowledged row
    /// there.
    void judge() throws IOException, SQLException {
        awaitRows();
        writers.stop();
        for (var found : writers.verify().entrySet()) {
            Found rows = found.getValue();
            assertThat(rows.acknowledged()).as("rows acknowledged by " + found.getKey()).isPositive();
            assertThat(rows).as("rows of " + found.getKey()).matches(Found::isWhole, "all acknowledged, no others");
        }
        assertSingleOwners();
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
