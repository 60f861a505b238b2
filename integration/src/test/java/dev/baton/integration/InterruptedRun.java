package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.journal.RunView;
import dev.baton.core.journal.RunView.StageLine;
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
import java.util.TreeMap;

/// An upgrade of a whole cluster, started with the command, to which accidents happen at named stages. Each machine
/// comes back once it was taken for dead, and the run goes on by itself, or after a person did what it says it waits
/// for.
final class InterruptedRun implements AutoCloseable {

    /// So often a person may help a run through its accidents.
    private static final int INTERVENTIONS = 4;

    private final LiveCluster cluster;
    private final String name;
    private final Path plan;
    /// The machine that led everything when the run began.
    private final Optional<String> one;
    private final Map<String, Seen> before;
    private final Map<String, Integer> accidents = new TreeMap<>();
    private long began;

    private InterruptedRun(LiveCluster cluster, String name, Path plan, Optional<String> one) {
        this.one = one;
        this.cluster = cluster;
        this.name = name;
        this.plan = plan;
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

    private static InterruptedRun begin(String name, boolean ledByOne) throws IOException, InterruptedException {
        LiveCluster cluster = LiveCluster.begin(name);
        try {
            Optional<String> one = ledByOne ? Optional.of(new Machines(cluster).allThree()) : Optional.empty();
            one.ifPresent(node -> System.out.println("  " + name + ": " + node + " leads everything"));
            InterruptedRun run = new InterruptedRun(cluster, name, Files.createTempFile("plan", ".json"), one);
            run.start();
            return run;
        } catch (IOException | InterruptedException | RuntimeException | Error failed) {
            cluster.close();
            throw failed;
        }
    }

    private void start() throws IOException, InterruptedException {
        cluster.done("plan", "-f", cluster.local().upgradeFile().toString(), "-o", plan.toString());
        cluster.done("upgrade", "start", plan.toString(), "--yes");
        began = System.nanoTime();
    }

    private RunView view() {
        return cluster.run();
    }

    private boolean isAt(int stage) {
        return view().stages().stream().anyMatch(line -> line.number() >= stage && !line.state().equals("pending"));
    }

    /// Lets an accident happen when the run comes to a stage, and brings the machine back once it was taken for dead.
    void accident(int stage, Accident accident) throws IOException {
        cluster.await("the run is at stage " + stage, () -> isAt(stage) || hasEnded());
        String node = one.isPresent() ? one.get() : accident.victim().in(new Machines(cluster));
        List<String> groups = cluster.groupsOn(node);
        String at = view().stages().stream().filter(line -> line.state().equals("now")).map(StageLine::title)
                .findFirst().orElse("between stages");
        accident.happenTo(cluster, node);
        // Its groups have one more outage than planned; one that was on its way to or from it may, too.
        groups.forEach(group -> accidents.merge(group, 1, Integer::sum));
        cluster.local().shape().serverNames().stream().filter(group -> at.contains(group) && at.contains(node)
                && !groups.contains(group)).forEach(group -> accidents.merge(group, 1, Integer::sum));
        cluster.await(node + " is down", () -> !cluster.isUp(node));
        LiveCluster.say(name + ": " + accident + " (" + node + " with " + groups + ") at: " + at, began);
        cluster.bringBack(node);
        cluster.await(node + " is back", () -> cluster.isUp(node));
    }

    private boolean hasEnded() {
        return view().ended().isPresent();
    }

    /// Returns when the run is finished, and judges it.
    void finish() throws IOException, InterruptedException, SQLException {
        for (int i = 0; i < INTERVENTIONS && !hasEnded(); i++) {
            cluster.await("the run ends, stops or waits", () -> hasEnded() || needsPerson());
            if (!hasEnded()) {
                intervene(view());
            }
        }
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
    }

    /// It stopped at a step that failed, or asks whether it may go on with another plan.
    private boolean needsPerson() {
        RunView view = view();
        return view.status().equals("stopped")
                || view.proposed().filter(plan -> !plan.against().isEmpty()).isPresent();
    }

    /// What a person does who reads what the run waits for: tries the failed step again, or approves the plan.
    private void intervene(RunView view) throws IOException, InterruptedException {
        System.out.println("  " + name + ": " + view.status() + ", " + view.waitingFor().orElse(""));
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
            int hit = accidents.getOrDefault(group, 0);
            if (outages < 1 || outages > line.planned() + hit) {
                wrong.add(group + " had " + outages + " outages; " + line.planned() + " planned, " + hit
                        + " more by accidents: " + all);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(plan);
        cluster.close();
    }
}
