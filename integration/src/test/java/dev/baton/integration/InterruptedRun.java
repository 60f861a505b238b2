package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.api.Api;
import dev.baton.core.journal.RunView;
import dev.baton.core.journal.RunView.StageLine;
import dev.baton.core.model.NodeImage;
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
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An upgrade of a whole cluster, started with the command, to which accidents happen at named stages. Each machine
/// comes back once it was taken for dead, and the run goes on by itself, or after a person did what it says it waits
/// for.
final class InterruptedRun implements AutoCloseable {

    /// So often a person may help a run through its accidents.
    private static final int INTERVENTIONS = 4;
    private static final Pattern OCCUPIED = Pattern.compile("move (\\S+) away from (\\S+) first");

    private final LiveCluster cluster;
    private final String name;
    private final Path plan;
    private final Map<String, Seen> before;
    private final Map<String, Integer> allowed = new TreeMap<>();
    private long began;

    private InterruptedRun(LiveCluster cluster, String name, Path plan) {
        this.cluster = cluster;
        this.name = name;
        this.plan = plan;
        before = cluster.seen();
        before.keySet().forEach(group -> allowed.put(group, 1));
    }

    /// Starts a cluster, and the upgrade of it.
    static InterruptedRun begin(String name) throws IOException, InterruptedException {
        LiveCluster cluster = LiveCluster.begin(name);
        try {
            InterruptedRun run = new InterruptedRun(cluster, name, Files.createTempFile("plan", ".json"));
            run.start();
            return run;
        } catch (IOException | InterruptedException | RuntimeException | Error failed) {
            cluster.close();
            throw failed;
        }
    }

    private void start() throws IOException, InterruptedException {
        Command made = cluster.baton("plan", "-f", cluster.local().upgradeFile().toString(), "-o", plan.toString());
        assertThat(made.exit()).as(made.toString()).isZero();
        Command started = cluster.baton("upgrade", "start", plan.toString(), "--yes");
        assertThat(started.exit()).as(started.toString()).isZero();
        began = System.nanoTime();
    }

    private RunView view() {
        return cluster.api().run(Api.LATEST).orElseThrow();
    }

    private boolean isAt(int stage) {
        return view().stages().stream().anyMatch(line -> line.number() >= stage && !line.state().equals("pending"));
    }

    /// Lets an accident happen when the run comes to a stage, and brings the machine back once it was taken for dead.
    void accident(int stage, Accident accident) throws IOException {
        cluster.await("the run is at stage " + stage, () -> isAt(stage) || hasEnded());
        String node = accident.victim().in(new Machines(cluster));
        List<String> groups = cluster.groupsOn(node);
        String at = view().stages().stream().filter(line -> line.state().equals("now")).map(StageLine::title)
                .findFirst().orElse("between stages");
        accident.happenTo(cluster, node);
        // Its groups have one more outage than planned; one that was on its way to or from it may, too.
        groups.forEach(group -> allowed.merge(group, 1, Integer::sum));
        cluster.local().shape().serverNames().stream().filter(group -> at.contains(group) && at.contains(node)
                && !groups.contains(group)).forEach(group -> allowed.merge(group, 1, Integer::sum));
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
        outages();
        cluster.judge();
    }

    /// It stopped at a step that failed, or waits although every node is up and every group online.
    private boolean needsPerson() {
        RunView view = view();
        return view.status().equals("stopped") || (view.status().equals("waiting")
                && cluster.image().members().stream().allMatch(NodeImage::up) && occupant(view).isPresent());
    }

    /// What a person does who reads what the run waits for: tries the failed step again, or moves a group out of the
    /// way that an accident sent where the plan wants another.
    private void intervene(RunView view) throws IOException, InterruptedException {
        String waits = view.waitingFor().orElse("");
        System.out.println("  " + name + ": " + view.status() + ", " + waits);
        Optional<MatchResult> occupant = occupant(view);
        Command done = occupant.isEmpty() ? cluster.baton("upgrade", "resume", "--yes")
                : cluster.baton("group", "move", occupant.get().group(1), "--yes", "--override", "frozen", "--reason",
                        "it is where the plan wants another");
        assertThat(done.exit()).as(done + "\n" + view).isZero();
        occupant.ifPresent(move -> allowed.merge(move.group(1), 1, Integer::sum));
    }

    /// Returns the group and the node of `move evs1 away from node2 first`, when that is the way out.
    private static Optional<MatchResult> occupant(RunView view) {
        Matcher way = OCCUPIED.matcher(view.waitingFor().orElse(""));
        return way.find() ? Optional.of(way.toMatchResult()) : Optional.empty();
    }

    /// Planned outages, and one more for each accident that hit the group; never an operation that failed elsewhere.
    private void outages() {
        List<String> wrong = new ArrayList<>();
        cluster.seen().entrySet().stream().forEach(entry -> {
            int then = Objects.requireNonNull(before.get(entry.getKey())).outages().size();
            int outages = entry.getValue().outages().size() - then;
            int most = allowed.getOrDefault(entry.getKey(), 0);
            if (outages < 1 || outages > most) {
                wrong.add(entry.getKey() + " had " + outages + " outages; 1 was planned, " + (most - 1)
                        + " more by accidents: " + entry.getValue().outages());
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
