package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.demo.clients.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/// A cluster in namespaces whose every test has a history.
final class NamespacedCluster implements AutoCloseable {

    /// An accident as it happens.
    interface Happening {
        void happen() throws IOException;
    }

    /// What is done to a node.
    interface Deed {
        void to(String node) throws IOException;
    }

    /// The lease in the settings of a local cluster.
    private static final long T_MILLIS = 5_000;

    private final String name;
    private final LiveCluster live;
    private final OwnerWatch watch;
    private volatile History history;
    private Path file;
    private String test = "";
    private int tests;
    private Happening afterwards = () -> { };

    private NamespacedCluster(String name) throws IOException {
        this.name = name;
        file = Path.of("target", "histories", name, "beginning");
        history = new History(file);
        live = LiveCluster.beginInNamespaces(name, this::note);
        SortedMap<String, OwnerWatch.Source> sources = new TreeMap<>();
        live.local().servers().keySet().forEach(group -> sources.put(group, OwnerLog.source(live.data(group))));
        SortedMap<String, Lease> leases = new TreeMap<>();
        live.local().shape().machines().forEach(node -> leases.put(node, lease(node)));
        watch = new OwnerWatch(sources, leases, history);
    }

    /// Starts one.
    static NamespacedCluster begin(String name) throws IOException {
        return new NamespacedCluster(name);
    }

    /// Ends the test here, with the reason, where no such cluster can be.
    static void assumePossible() throws IOException {
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        boolean programs = Files.isExecutable(Path.of("/usr/bin/unshare"))
                && (Files.isExecutable(Path.of("/usr/sbin/ip")) || Files.isExecutable(Path.of("/usr/bin/ip")));
        String why = root ? "there is no ip or no unshare" : "only root can make network namespaces";
        assume(root && programs, why);
    }

    /// Ends the test here with the reason if it cannot be had; where it must be had, as a failure.
    static void assume(boolean possible, String whyNot) {
        if (System.getenv("CI") != null) {
            assertThat(possible).as("in continuous integration nothing is skipped: " + whyNot).isTrue();
        }
        if (!possible) {
            System.out.println("  skipped: " + whyNot);
        }
        Assumptions.assumeTrue(possible, whyNot);
    }

    LiveCluster live() {
        return live;
    }

    Namespaces ground() {
        return (Namespaces) live.local().ground();
    }

    Lease lease(String node) {
        return Lease.in(ground().state(node));
    }

    private void note(Operation operation) {
        history.accept(operation);
    }

    /// Begins the history of a test; the cluster is whole.
    void beginTest(String newTest) throws IOException {
        live.awaitWhole();
        test = newTest;
        tests++;
        file = Path.of("target", "histories", name, tests + "-" + newTest);
        turnTo(new History(file));
    }

    private void turnTo(History next) throws IOException {
        History old = history;
        history = next;
        watch.turnTo(next);
        // An operation that is being noted just now is done with the old one when the clients are asked.
        live.seen();
        old.close();
    }

    /// Something happens to a node that takes it out of the cluster: its groups go to others.
    void lose(String node, String what, Deed accident) throws IOException {
        List<String> groups = live.groupsOn(node);
        live.leaveOut(node);
        history.accident(what + " of " + node, groups);
        accident.to(node);
        history.lost(node, groups);
    }

    /// A node freezes as a whole, and nothing is there that could fence it.
    void freezeUnfenced(String node) throws IOException {
        history.unfenced(live.groupsOn(node));
        freeze(node);
    }

    /// A node freezes as a whole, and a device is there that turns it off.
    void freezeFenced(String node) throws IOException {
        history.fenced(live.groupsOn(node));
        freeze(node);
    }

    private void freeze(String node) throws IOException {
        lose(node, "freeze of everything", frozen -> live.local().node(frozen).freeze(true));
    }

    /// Something happens that nobody need take for the loss of a node.
    void disturb(String what, List<String> touched, Happening accident) throws IOException {
        history.accident(what, touched);
        accident.happen();
    }

    /// Returns when every node has renewed its lease for so many times its usual length from now.
    void awaitLeases(int lengths) {
        SortedMap<String, Long> ends = new TreeMap<>();
        live.local().shape().machines().forEach(node -> ends.put(node, lease(node).deadline() + lengths * T_MILLIS));
        ends.forEach((node, end) -> live.await("the lease of " + node + " is renewed",
                () -> lease(node).deadlineOrZero() >= end));
    }

    /// Returns when a node is taken for dead and its groups serve elsewhere.
    void awaitTakenOver(String node, List<String> groups) {
        live.await(node + " is down", () -> !live.isUp(node));
        awaitElsewhere(node, groups);
    }

    /// Returns when groups serve on other nodes than this.
    void awaitElsewhere(String node, List<String> groups) {
        for (String group : groups) {
            live.await(group + " is online elsewhere", () -> live.isOnline(group) && !live.owner(group).equals(node));
        }
        live.awaitRows();
    }

    /// Has this done after the end of the test's history.
    void afterwards(Happening deed) {
        afterwards = deed;
    }

    /// Undoes everything, reads the rows, and has the history checked.
    void endTest() throws IOException, SQLException {
        live.heal();
        history.over();
        live.awaitRows();
        for (String group : live.local().servers().keySet()) {
            history.line(History.now(), "rows", group, rows(group));
        }
        watch.lookNow();
        turnTo(new History(Path.of("target", "histories", name, "between")));
        Happening deed = afterwards;
        afterwards = () -> { };
        deed.happen();
        HistoryCheck check = HistoryCheck.of(file);
        check.takeovers().forEach((group, millis) -> {
            Rounds.takeover(test, Duration.ofMillis(millis));
            System.out.printf("  %-92s %s served again after %.1f s%n", test, group, millis / 1e3);
        });
        assertThat(check.faults()).as("history " + file).isEmpty();
    }

    private String rows(String group) throws SQLException {
        String owner = ground().address(live.owner(group));
        return Rows.found(ground().places(group).stream().filter(address -> address.address().equals(owner))
                .findFirst().map(live.local().workload()::server).orElseThrow(), ground().calls());
    }

    @Override
    public void close() throws IOException {
        watch.close();
        live.close();
        history.close();
    }
}
