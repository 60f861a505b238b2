package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.Claim;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeImage;
import dev.baton.demo.clients.Operation;
import dev.baton.demo.clients.Outage;
import dev.baton.demo.clients.Seen;
import dev.baton.demo.clients.Surroundings;
import dev.baton.demo.clients.Writers;
import dev.baton.demo.local.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A cluster of [PostgresMachines] that runs a PostgreSQL for each group, with clients that write from another machine
/// through the floating addresses, and a history of every test.
final class PostgresCluster extends AskedCluster implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final int ROWS = 20;

    private final String name;
    private final PostgresMachines machines;
    private final Writers writers;
    private final OwnerWatch owners;
    private final HoldingWatch holdings;
    private final SortedMap<String, Integer> mountsBefore = new TreeMap<>();
    private final PostgresEvidence evidence = new PostgresEvidence();
    private volatile History history;
    private Path file;
    private int tests;
    private Map<String, Seen> before = Map.of();

    private PostgresCluster(String name, PostgresMachines machines) throws IOException {
        super(name, machines.names(), machines.ground()::api);
        this.name = name;
        this.machines = machines;
        file = Path.of("target", "histories", name, "beginning");
        history = new History(file);
        for (String group : machines.groups()) {
            mountsBefore.put(group, machines.disk(group).mounts());
        }
        holdings = new HoldingWatch(machines, history);
        SortedMap<String, Lease> leases = new TreeMap<>();
        machines.names().forEach(machine -> leases.put(machine, machines.lease(machine)));
        SortedMap<String, OwnerWatch.Source> sources = new TreeMap<>();
        machines.groups().forEach(group -> sources.put(group, new Postmasters(machines.directory(), group)));
        owners = new OwnerWatch(sources, leases, history);
        writers = new Writers(name, machines.groups(), INTERVAL, new Surroundings(
                group -> List.of(machines.server(group)), machines.ground().calls(), this::note));
    }

    /// Starts one; returns when every group is online and has taken rows.
    static PostgresCluster begin(String name, Shape shape) throws IOException, InterruptedException {
        PostgresCluster cluster = new PostgresCluster(name, PostgresMachines.layOut(shape));
        try {
            for (String machine : cluster.machines.names()) {
                cluster.machines.start(machine);
            }
            cluster.await("every daemon answers and knows a leader", () -> cluster.machines.names().stream()
                    .allMatch(cluster.machines::isWell));
            cluster.done("config", "apply", "-f", cluster.machines.clusterFile().toString());
            cluster.await("every group is online", () -> cluster.image().groups().size()
                    == cluster.machines.groups().size() && cluster.isWhole());
            cluster.writers.start();
            cluster.awaitRows();
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private void note(Operation operation) {
        history.accept(operation);
    }

    PostgresMachines machines() {
        return machines;
    }

    /// Begins the history of a test; the cluster is whole.
    void beginTest(String test) throws IOException {
        awaitWhole();
        tests++;
        file = Path.of("target", "histories", name, tests + "-" + test);
        turnTo(new History(file));
        before = seen();
    }

    private void turnTo(History next) throws IOException {
        History old = history;
        history = next;
        owners.turnTo(next);
        holdings.turnTo(next);
        // An operation that is being noted just now is done with the old one when the clients are asked.
        seen();
        old.close();
    }

    private Map<String, Seen> seen() {
        return writers.seen().stream().collect(Collectors.toMap(one -> one.server().group(), one -> one));
    }

    /// Something happens to a machine that takes it out of the cluster: its groups go to others.
    void lose(String machine, String what, NamespacedCluster.Deed accident) throws IOException {
        List<String> groups = groupsOn(machine);
        leaveOut(machine);
        history.accident(what + " of " + machine, groups);
        accident.to(machine);
        history.lost(machine, groups);
    }

    /// A machine that a fence device turns off is no owner any more, whatever its lease says.
    void fenced(List<String> groups) {
        history.fenced(groups);
    }

    /// Something is done that touches these groups.
    void disturb(String what, List<String> touched, NamespacedCluster.Happening deed) throws IOException {
        history.accident(what, touched);
        deed.happen();
    }

    /// Returns when every group of these serves elsewhere.
    void awaitElsewhere(String machine, List<String> groups) {
        for (String group : groups) {
            await(group + " is online elsewhere", () -> isOnline(group) && !owner(group).equals(machine));
        }
        awaitRows();
    }

    /// Returns when no machine holds anything of any group.
    void awaitNobodyHolds() {
        await("nobody holds anything", holdings::isNothingHeld);
    }

    /// Returns whether something of a group could not be stopped where it is.
    boolean isStuck(String group) {
        return group(group).claim().flatMap(Claim::stuck).isPresent();
    }

    /// Returns when a machine is taken for dead and its groups serve elsewhere.
    void awaitTakenOver(String machine, List<String> groups) {
        await(machine + " is down", () -> !isUp(machine));
        awaitElsewhere(machine, groups);
    }

    private boolean isWhole() {
        return image().members().stream().allMatch(NodeImage::up) && image().groups().values().stream()
                .allMatch(group -> group.state() instanceof GroupState.Online);
    }

    /// Returns when every machine is up, every group online, and every client served.
    void awaitWhole() {
        await("the cluster is whole", this::isWhole);
        awaitRows();
    }

    /// Returns when each client was served since now.
    void awaitRows() {
        Map<String, Seen> then = seen();
        await("clients of " + then.keySet() + " are served", () -> writers.seen().stream().allMatch(now ->
                now.isServed() && now.acknowledged() > then.get(now.server().group()).acknowledged() + ROWS));
    }

    /// Undoes whatever was done to any machine, and returns when the cluster is whole.
    void heal() throws IOException {
        List<String> out = leftOut();
        for (String machine : out) {
            machines.ground().restore(machine);
            machines.thaw(machine);
            // As a service manager would: a daemon that ends is started again.
            if (machines.node(machine).daemon().isEmpty()) {
                machines.start(machine);
            }
        }
        for (String machine : out) {
            await(machine + " answers", () -> machines.isWell(machine));
            askAgain(machine);
        }
        awaitWhole();
    }

    /// Undoes everything, reads the rows, and has the history checked; prints what it shows.
    void endTest(String test) throws IOException, SQLException {
        heal();
        history.over();
        awaitRows();
        for (String group : machines.groups()) {
            history.line(History.now(), "rows", group, Rows.found(machines.server(group), machines.ground().calls()));
        }
        owners.lookNow();
        turnTo(new History(Path.of("target", "histories", name, "between")));
        HistoryCheck check = HistoryCheck.of(file);
        HoldingCheck held = new HoldingCheck(check.events());
        evidence.note(test, check, held, outages());
        check.takeovers().forEach((_, millis) -> Rounds.takeover(test, Duration.ofMillis(millis)));
        assertThat(check.faults()).as("history " + file).isEmpty();
        assertThat(held.faults()).as("history " + file).isEmpty();
    }

    private List<Outage> outages() {
        return writers.seen().stream().flatMap(now -> now.outages().stream()
                .skip(before.get(now.server().group()).outages().size())).toList();
    }

    /// Takes every group offline and judges what is left on the disks: clean file systems, and no mount that nobody
    /// saw.
    void judgeDisks() throws IOException, InterruptedException {
        writers.stop();
        assertThat(writers.seen()).allMatch(Seen::isServed);
        for (String group : machines.groups()) {
            done("group", "offline", group, "--yes");
        }
        awaitNobodyHolds();
        Set<String> groups = mountsBefore.keySet();
        for (String group : groups) {
            SharedDisk disk = machines.disk(group);
            assertThat(disk.faults()).as("fsck of " + group).isEmpty();
            int mounts = disk.mounts() - mountsBefore.get(group);
            assertThat(mounts).as("mounts of " + group).isEqualTo(holdings.mounts(group));
            System.out.printf("  %-70s fsck clean, mounted %d times, as seen%n", "disk of " + group, mounts);
        }
        evidence.print(name);
    }

    @Override
    public void close() throws IOException {
        writers.close();
        owners.close();
        holdings.close();
        machines.copyLogs(Path.of("target", "logs", name).resolve(file.getFileName()));
        machines.close();
        history.close();
    }
}
