package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.journal.RunView;
import dev.baton.core.journal.RunView.StageLine;
import dev.baton.core.model.NodeId;
import dev.baton.demo.clients.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// An upgrade of a whole cluster, started with the command, to which something happens at named points. Each machine
/// comes back once it was taken for dead, and the run goes on by itself, or after a person did what it says it waits
/// for.
final class InterruptedRun implements AutoCloseable {

    /// So often a person may help a run through what happens to it, stop points included.
    private static final int INTERVENTIONS = 8;

    private final LiveCluster cluster;
    private final String name;
    private final Gates gates;
    /// The machine that led everything when the run began.
    private Optional<String> one;
    private final Map<String, Seen> before;
    private final Map<String, Integer> accidents = new TreeMap<>();
    /// What plans of runs that were aborted had begun.
    private final Map<String, Integer> begun = new TreeMap<>();
    private final List<CellRow> rows = new ArrayList<>();
    private Optional<Cell> present = Optional.empty();
    private Optional<String> closed = Optional.empty();
    private String told = "";
    private int number;
    /// Under which number the gate of the cell that comes next is closed.
    private int awaited;
    private long began;

    private InterruptedRun(LiveCluster cluster, String name, Gates gates, Optional<String> one) {
        this.one = one;
        this.cluster = cluster;
        this.name = name;
        this.gates = gates;
        before = cluster.seen();
    }

    /// Starts a cluster, and the upgrade of it.
    static InterruptedRun begin(String name) throws IOException, InterruptedException {
        return begin(name, false);
    }

    /// Starts a cluster and the upgrade of it, after one of its machines has come to own a group and lead everything.
    static InterruptedRun beginLedByOne(String name) throws IOException, InterruptedException {
        return begin(name, true);
    }

    /// Starts a cluster of machines in namespaces, of which one has a small disk, and the upgrade of it. Skips the test
    /// where there can be none.
    static InterruptedRun beginWithSmallDisk(String name) throws IOException, InterruptedException {
        NamespacedCluster.assumePossible();
        return begin(name, false, LiveCluster.beginInNamespaces(name, _ -> { }));
    }

    private static InterruptedRun begin(String name, boolean ledByOne) throws IOException, InterruptedException {
        return begin(name, ledByOne, LiveCluster.begin(name));
    }

    private static InterruptedRun begin(String name, boolean ledByOne, LiveCluster cluster) throws IOException,
            InterruptedException {
        try {
            Gates gates = Gates.around(cluster);
            Optional<String> one = ledByOne ? Optional.of(new Machines(cluster).allThree()) : Optional.empty();
            one.ifPresent(node -> System.out.println("  " + name + ": " + node + " leads everything"));
            InterruptedRun run = new InterruptedRun(cluster, name, gates, one);
            run.start();
            return run;
        } catch (IOException | InterruptedException | RuntimeException | Error failed) {
            cluster.close();
            throw failed;
        }
    }

    private void start() throws IOException, InterruptedException {
        cluster.startUpgrade(gates.upgrade(Files.readString(cluster.local().upgradeFile())));
        began = System.nanoTime();
    }

    private RunView view() {
        return cluster.run();
    }

    private boolean hasEnded() {
        return view().ended().isPresent();
    }

    /// Plays one cell after the other: waits until the run is there, lets it happen, and sees to it that the run goes
    /// on.
    void play(Cell... cells) throws IOException, InterruptedException {
        for (int i = 0; i < cells.length; i++) {
            if (i == 0) {
                close(cells[0]);
            }
            String node = reach(cells[i]);
            present = Optional.of(cells[i]);
            told = "";
            String at = view().stages().stream().filter(line -> line.state().equals("now")).map(StageLine::title)
                    .findFirst().orElse("between stages");
            Map<String, Seen> seen = cluster.seen();
            happen(cells[i], node, at);
            Optional<String> was = closed;
            if (i + 1 < cells.length) {
                close(cells[i + 1]);
            }
            if (was.isPresent() && (i + 1 == cells.length || !was.equals(closed))) {
                gates.open(was.get());
            }
            answer(cells[i].what());
            rows.add(CellRow.of(cells[i], at, then(), told, seen, cluster.seen()));
            LiveCluster.say(name + ": " + cells[i] + " at: " + at, began);
        }
    }

    private void close(Cell cell) throws IOException {
        closed = cell.at().gate();
        if (closed.isPresent()) {
            awaited = ++number;
            gates.close(closed.get(), awaited);
        }
    }

    /// Returns the node that has come to the gate; nothing where there is none.
    private String reach(Cell cell) throws IOException, InterruptedException {
        if (cell.at() == Cell.Point.APPROVAL) {
            cluster.await("the run waits for approval", this::waitsForApproval);
            return "";
        }
        helped("the run is at " + cell.at(), () -> cell.at().gate().isPresent() ? gates.reached(awaited) : moves());
        assertThat(hasEnded()).as("the run has ended before " + cell + ": " + view()).isFalse();
        return cell.at().gate().isPresent() ? gates.node(awaited) : "";
    }

    private boolean moves() {
        return view().stages().stream().anyMatch(line -> line.state().equals("now") && line.title().startsWith("move"));
    }

    private boolean waitsForApproval() {
        return view().waitingFor().filter(what -> what.contains("stop-before")).isPresent();
    }

    private void approve() throws IOException, InterruptedException {
        if (waitsForApproval()) {
            cluster.done("upgrade", "approve", "--yes");
        }
    }

    /// What happens before whoever waits at the gate may go.
    private void happen(Cell cell, String node, String at) throws IOException, InterruptedException {
        switch (cell.what()) {
            case Accident accident -> {
                boolean atGate = cell.at() == Cell.Point.CONVERT && accident.victim() == Accident.Victim.OWNER;
                String victim = atGate ? node : one.isPresent() ? one.get()
                        : accident.victim().in(new Machines(cluster));
                one = Optional.empty();
                accident.happenTo(cluster, victim);
                hit(victim, at);
                backAgain(victim);
            }
            case Cell.Trouble trouble -> happen(trouble, node, at);
        }
    }

    private void happen(Cell.Trouble trouble, String node, String at) throws IOException, InterruptedException {
        switch (trouble) {
            case INSTALL_FAILS, SELF_TEST_FAILS, PROBE_GROUP_FAILS, CONVERSION_FAILS, CONVERSION_CUT ->
                spoil(trouble, true);
            case NODE_KILLED -> {
                cluster.kill(node);
                hit(node, at);
                backAgain(node);
            }
            case MAJORITY_LOST -> loseMajority(at);
            case DISK_FULL -> fill(Namespaces.SMALL_DISK, at);
            case ABORTED -> cluster.done("upgrade", "abort", "--yes");
            case INSTALL_HANGS -> { }
        }
    }

    private void loseMajority(String at) throws IOException {
        for (String machine : cluster.local().shape().machines().subList(0, 3)) {
            cluster.kill(machine);
        }
        cluster.await("nobody is served", () -> cluster.seen().values().stream().noneMatch(Seen::isServed));
        List<String> groups = cluster.local().shape().serverNames();
        groups.forEach(group -> accidents.merge(group, 2, Integer::sum));
        cluster.bringBack();
        // One whose conversion is held at the gate serves nobody until it may go.
        cluster.awaitRows(groups.stream().filter(group -> !at.contains(group)).collect(Collectors.toSet()));
    }

    /// There may be no other place for its groups: then they wait there until it has room again.
    private void fill(String node, String at) throws IOException {
        List<String> groups = cluster.groupsOn(node);
        hit(node, at);
        cluster.leaveOut(node);
        ((Namespaces) cluster.local().ground()).fill(node);
        cluster.await("nobody serves " + groups + " on " + node, () -> cluster.seen().values().stream()
                .noneMatch(seen -> groups.contains(seen.server().group()) && seen.isServed()));
        cluster.bringBack(node);
        cluster.awaitRows(Set.copyOf(groups));
    }

    /// Its groups have one more outage than planned; one that was on its way to or from it may, too.
    private void hit(String node, String at) {
        List<String> groups = cluster.groupsOn(node);
        groups.forEach(group -> accidents.merge(group, 1, Integer::sum));
        cluster.local().shape().serverNames().stream().filter(group -> at.contains(group) && !groups.contains(group))
                .forEach(group -> accidents.merge(group, 1, Integer::sum));
    }

    /// It comes back once it was taken for dead.
    private void backAgain(String node) throws IOException {
        cluster.await(node + " is down", () -> !cluster.isUp(node));
        cluster.bringBack(node);
        cluster.await(node + " is back", () -> cluster.isUp(node));
    }

    /// What a person does once the run has met it.
    private void answer(Cell.Mishap what) throws IOException, InterruptedException {
        if (!(what instanceof Cell.Trouble trouble)) {
            return;
        }
        switch (trouble) {
            case INSTALL_FAILS, SELF_TEST_FAILS, PROBE_GROUP_FAILS, CONVERSION_FAILS, CONVERSION_CUT -> mend(trouble);
            case INSTALL_HANGS -> switchOff();
            case ABORTED -> again();
            case NODE_KILLED, MAJORITY_LOST, DISK_FULL -> { }
        }
    }

    private void mend(Cell.Trouble spoilt) throws IOException, InterruptedException {
        approve();
        cluster.await("the run stops", this::needsPerson);
        spoil(spoilt, false);
        intervene(view());
    }

    /// A command is spoilt at its gate. The probe group has none: a file stands where what its process says would go.
    private void spoil(Cell.Trouble trouble, boolean so) throws IOException {
        if (trouble.spoils().isPresent()) {
            gates.spoil(trouble.spoils().get(), so);
            return;
        }
        for (String machine : cluster.local().shape().machines()) {
            Path said = cluster.local().node(machine).directory().resolve("state/agent/log/probe-group");
            if (so) {
                Files.createDirectories(said);
                Files.deleteIfExists(said.resolve("0-process.log"));
            }
            Files.delete(said);
            if (so) {
                Files.createFile(said);
            }
        }
    }

    /// The machine at the gate is switched off and on.
    private void switchOff() throws IOException, InterruptedException {
        int hung = ++number;
        gates.close("install", hung);
        approve();
        cluster.await("an install hangs", () -> gates.reached(hung));
        String node = gates.node(hung);
        cluster.switchOff(node);
        hit(node, "");
        gates.open("install");
        backAgain(node);
    }

    /// The run was aborted: a person lets go what it left to him, and starts another.
    private void again() throws IOException, InterruptedException {
        cluster.await("the run ends", this::hasEnded);
        RunView ended = view();
        assertThat(ended.status()).as(ended.toString()).isEqualTo("aborted");
        told = ended.waitingFor().orElse(String.join("; ", ended.undone()));
        ended.stages().stream().filter(stage -> !stage.state().equals("pending")).forEach(stage ->
                cluster.local().shape().serverNames().stream().filter(stage.title()::contains)
                        .forEach(group -> begun.merge(group, 1, Integer::sum)));
        for (String node : cluster.local().shape().nodeNames()) {
            if (!cluster.image().node(new NodeId(node)).holds().isEmpty()) {
                told = node + " is left to the person";
                cluster.done("node", "resume", node);
            }
        }
        cluster.awaitWhole();
        start();
    }

    private String then() {
        boolean aborted = present.filter(cell -> cell.what() == Cell.Trouble.ABORTED).isPresent();
        return aborted ? "aborted, another begun" : told.isEmpty() ? "goes on" : "asked, goes on";
    }

    /// Waits, and does what a person does who reads what the run waits for.
    private void helped(String what, BooleanSupplier there) throws IOException, InterruptedException {
        for (int i = 0; i < INTERVENTIONS; i++) {
            cluster.await(what, () -> there.getAsBoolean() || hasEnded() || needsPerson() || waitsForApproval());
            if (there.getAsBoolean() || hasEnded()) {
                return;
            }
            if (waitsForApproval()) {
                approve();
            } else {
                intervene(view());
            }
        }
    }

    /// Returns when the run is finished, and judges it.
    void finish() throws IOException, InterruptedException, SQLException {
        helped("the run ends, stops or waits", this::hasEnded);
        cluster.await("the run ends", this::hasEnded);
        RunView end = view();
        assertThat(end.status()).as(end.toString()).isEqualTo("finished");
        cluster.awaitWhole();
        LiveCluster.say(name + ": finished by " + end.leaders(), began);
        for (String group : cluster.local().servers().keySet()) {
            assertThat(cluster.local().workload().format(group)).as("format of " + group).isEqualTo("2.5");
        }
        assertThat(cluster.image().nodes().values().stream().flatMap(node -> node.holds().values().stream()).toList())
                .as("holds that are left").isEmpty();
        end.past().forEach(plan -> System.out.println("  " + name + ": plan " + plan.digest() + " was left: "
                + plan.why() + "; replaced by " + plan.by()));
        outages(end);
        cluster.judge();
        CellRow.print(rows);
    }

    /// It stopped at a step that failed, or asks whether it may go on with another plan.
    private boolean needsPerson() {
        RunView view = view();
        return view.status().equals("stopped")
                || view.proposed().filter(plan -> !plan.against().isEmpty()).isPresent();
    }

    /// What a person does who reads what the run waits for: tries the failed step again, or approves the plan.
    private void intervene(RunView view) throws IOException, InterruptedException {
        String says = view.waitingFor().orElse("");
        System.out.println("  " + name + ": " + view.status() + ", " + says);
        told = told.isEmpty() ? says : told;
        Command done = cluster.baton("upgrade", view.status().equals("stopped") ? "resume" : "approve", "--yes");
        assertThat(done.exit()).as(done + "\n" + view).isZero();
    }

    /// As many as the plans of the run had for the group, one more for each accident that hit it; never an operation
    /// that failed elsewhere.
    private void outages(RunView end) {
        List<String> wrong = new ArrayList<>();
        end.groups().forEach(line -> {
            String group = line.group().value();
            List<?> all = Objects.requireNonNull(cluster.seen().get(group)).outages();
            int outages = all.size() - Objects.requireNonNull(before.get(group)).outages().size();
            int planned = line.planned() + begun.getOrDefault(group, 0);
            int hit = accidents.getOrDefault(group, 0);
            if (outages < 1 || outages > planned + hit) {
                wrong.add(group + " had " + outages + " outages; " + planned + " planned, " + hit
                        + " more by accidents: " + all);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Override
    public void close() throws IOException {
        cluster.close();
    }
}
