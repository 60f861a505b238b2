package dev.baton.simulator.seed;

import dev.baton.agent.simulated.Chance;
import dev.baton.cluster.controller.RunViews;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.simulator.check.Changes;
import dev.baton.simulator.check.Data;
import dev.baton.simulator.check.Detached;
import dev.baton.simulator.check.Holds;
import dev.baton.simulator.check.Leases;
import dev.baton.simulator.check.Ledger;
import dev.baton.simulator.check.Levels;
import dev.baton.simulator.check.Observed;
import dev.baton.simulator.check.OneOwner;
import dev.baton.simulator.check.Quiet;
import dev.baton.simulator.check.Said;
import dev.baton.simulator.check.Votes;
import dev.baton.simulator.trouble.Trouble;
import dev.baton.simulator.trouble.Troublemaker;
import dev.baton.simulator.world.Breach;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Documents;
import dev.baton.simulator.world.Options;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What happens in one seed: a cluster comes up, an upgrade is planned and started, things go wrong, a person looks
/// after it now and then; then nothing goes wrong any more, and everything must come to its end.
final class Story {

    private static final Duration READ_AGAIN = Duration.ofSeconds(90);
    private static final Duration ANSWERS = Duration.ofMinutes(1);
    private static final Duration CALM = Duration.ofMinutes(40);
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final int RUNS = 3;

    private final Options options;
    private final Cluster cluster;
    private final Troublemaker troublemaker;
    private final Person person;
    private final Builds builds;
    private final RunViews views = new RunViews();
    private final Tally tally;
    private int started;
    private int answered;

    Story(Options options, List<Trouble> troubles, Chance chance, boolean traced, Tally tally) {
        this.options = options;
        this.cluster = new Cluster(options, chance, traced);
        this.tally = tally;
        this.troublemaker = new Troublemaker(cluster, troubles, this::hit, this::step);
        this.person = new Person(cluster, views);
        this.builds = new Builds(cluster, chance.of("builds"));
        cluster.add(new OneOwner(cluster));
        cluster.add(new Leases(cluster));
        cluster.add(new Data(cluster));
        cluster.add(new Changes(cluster));
        cluster.add(new Holds(cluster));
        cluster.add(new Votes(cluster));
        cluster.add(new Quiet(cluster));
        cluster.add(new Levels(cluster));
        cluster.add(new Said(cluster));
        cluster.add(new Ledger(cluster));
        cluster.add(new Detached(cluster));
        cluster.add(new Observed(cluster));
        cluster.add(troublemaker);
    }

    /// Returns how many runs have ended.
    long ended() {
        return views.all(cluster.tree()).size() - views.active(cluster.tree()).stream().count();
    }

    Cluster cluster() {
        return cluster;
    }

    private void hit(Trouble trouble) {
        tally.trouble(trouble.kind().name());
        String step = step();
        if (!step.isEmpty()) {
            tally.hit(step, trouble.kind().name());
        }
    }

    /// Returns in the middle of which kind of step a run is; empty when none is on, and when all its steps are done.
    private String step() {
        return view().filter(run -> run.ended().isEmpty()).map(Story::step).orElse("");
    }

    private static String step(RunView run) {
        return run.stages().stream().flatMap(stage -> stage.steps().stream())
                .filter(step -> !step.state().equals("done")).findFirst()
                .map(step -> run.status().equals("aborting") ? "abort"
                        : run.status().equals("replanning") ? "plan again" : Steps.kind(step.text())).orElse("");
    }

    private Optional<RunView> view() {
        List<RunId> all = views.all(cluster.tree());
        return all.isEmpty() ? Optional.empty() : views.of(cluster.tree(), all.getLast(), cluster.time().now());
    }

    /// Lets everything happen.
    Outcome tell() {
        try {
            Outcome outcome = through();
            return cluster.breached().<Outcome>map(Story::unsafe).orElseGet(() -> cluster.isBeyondProtection()
                    ? new Outcome.Well(Outcome.End.BEYOND_PROTECTION) : outcome);
        } catch (RuntimeException broken) {
            cluster.trace().elsewhere(() -> "EXCEPTION " + broken);
            return new Outcome.Unsafe("no exception", broken + " at " + List.of(broken.getStackTrace()).stream()
                    .limit(6).toList());
        }
    }

    private static Outcome unsafe(Breach breach) {
        return new Outcome.Unsafe(breach.law(), breach.text());
    }

    private Outcome through() {
        Optional<String> unborn = comesUp();
        if (unborn.isPresent()) {
            return new Outcome.Unfinished(unborn.get());
        }
        Optional<Plan> plan = builds.instead() ? Optional.empty() : plan(Documents.upgrade(options));
        plan.ifPresent(this::start);
        builds.begin();
        troublemaker.begin();
        Duration end = troublemaker.lasts().compareTo(builds.lasts()) > 0 ? troublemaker.lasts() : builds.lasts();
        long stop = cluster.time().elapsed() + end.toNanos();
        person.looksNowAndThen(() -> cluster.time().elapsed() < stop);
        cluster.run(end);
        troublemaker.heal();
        builds.heal();
        return calm(plan.isEmpty());
    }

    private Optional<String> comesUp() {
        cluster.machines().values().forEach(machine -> machine.start());
        boolean led = cluster.until(Duration.ofMinutes(1), () -> cluster.leader().isPresent());
        cluster.front().ask(new Request.ApplyConfiguration(cluster.document(), Optional.empty()), _ -> { });
        boolean up = cluster.until(Duration.ofMinutes(2), () -> cluster.allOnline() && cluster.image().members()
                .stream().allMatch(node -> node.version(Documents.PRODUCT).isPresent()));
        return led && up ? Optional.empty() : Optional.of("the cluster does not come up");
    }

    /// A plan as it is wished for, or else any.
    private Optional<Plan> plan(UpgradeSpec spec) {
        return planned(spec).or(() -> planned(spec.withPreset(Preset.FEWEST_OUTAGES)));
    }

    private Optional<Plan> planned(UpgradeSpec spec) {
        return switch (Planner.plan(cluster.image(), spec)) {
            case Planning.Planned planned -> Optional.of(planned.plan()).filter(plan -> !plan.steps().isEmpty());
            case Planning.Infeasible none -> {
                cluster.trace().elsewhere(() -> "no plan: " + none);
                yield Optional.empty();
            }
        };
    }

    /// Does not wait for the answer.
    private void start(Plan plan) {
        started++;
        cluster.front().ask(new Request.StartRun(plan), answer -> {
            answered++;
            if (answer instanceof Answer.Refused) {
                cluster.trace().elsewhere(() -> "refused: " + answer);
            }
        });
        cluster.run(Duration.ofMillis(200));
    }

    /// A leader that has just been elected takes a while: the cluster is at rest only once it has answered.
    private void startCalmly(Plan plan) {
        start(plan);
        cluster.until(ANSWERS, () -> answered >= started);
    }

    /// Nothing goes wrong any more: within a bound every run has ended, every group runs, every hold is gone.
    private Outcome calm(boolean noPlan) {
        boolean planless = noPlan;
        while (true) {
            person.looksAfterIt();
            if (!cluster.until(PATIENCE, this::atRest) && !goesOn() && !cluster.until(CALM, this::atRest)) {
                return new Outcome.Unfinished(person.describe());
            }
            boolean finished = view().filter(run -> run.status().equals("finished")).isPresent();
            if (finished || planless || started >= RUNS) {
                List<String> behind = builds.finish();
                return behind.isEmpty() ? end(finished, noPlan) : new Outcome.Unfinished(behind.getFirst());
            }
            Optional<Plan> next = plan(Documents.upgrade(options)).or(this::planLater);
            planless = next.isEmpty();
            if (planless && !cluster.allOnline()) {
                return new Outcome.Unfinished(person.describe());
            }
            next.ifPresent(this::startCalmly);
        }
    }

    /// A version that could not be read is read again after a minute; somebody whose group is down waits for that.
    private Optional<Plan> planLater() {
        if (cluster.allOnline()) {
            return Optional.empty();
        }
        cluster.run(READ_AGAIN);
        return plan(Documents.upgrade(options));
    }

    /// A run that was turned away from may have left a group where nothing opens its data, and every other place taken:
    /// then the upgrade goes on with another plan.
    private boolean goesOn() {
        boolean over = cluster.breached().isPresent() || !views.active(cluster.tree()).isEmpty()
                || cluster.image().groups().values().stream().noneMatch(group -> group.state() instanceof
                        GroupState.Failed || waitsForConversion(group));
        Optional<Plan> next = over || started >= RUNS ? Optional.empty() : plan(Documents.upgrade(options));
        next.ifPresent(this::startCalmly);
        return next.isPresent() && cluster.until(CALM, this::atRest);
    }

    /// Whether every node is changed, so that nothing opens the group's data until the upgrade goes on.
    private boolean waitsForConversion(GroupImage group) {
        return group.state() instanceof GroupState.Partial && cluster.image().members().stream()
                .noneMatch(node -> cluster.opens(node.id(), group.id()));
    }

    private Outcome end(boolean finished, boolean noPlan) {
        if (noPlan) {
            return new Outcome.Well(Outcome.End.NO_PLAN);
        }
        if (!finished) {
            return new Outcome.Well(Outcome.End.ABORTED);
        }
        return new Outcome.Well(started > 1 ? Outcome.End.ABORTED_AND_FINISHED_ANEW
                : person.wasAsked() ? Outcome.End.ASKED_AND_FINISHED
                : view().filter(run -> !run.past().isEmpty()).isPresent() ? Outcome.End.REPLANNED_AND_FINISHED
                : Outcome.End.FINISHED);
    }

    /// Whether an aborted run has changed the node under the group and not converted its data: the upgrade goes on, or
    /// nothing can run it.
    private boolean leftBehind(GroupImage group) {
        return options.special().inPlace() > 0 && group.state() instanceof GroupState.Failed && group.owner()
                .filter(owner -> !cluster.opens(owner, group.id())).isPresent();
    }

    private boolean atRest() {
        return cluster.image().groups().values().stream().allMatch(group -> group.placement().managed()
                && (cluster.isSettled(group) || leftBehind(group))) && cluster.image().nodes().values().stream()
                .allMatch(node -> node.up() && node.holds().isEmpty())
                && views.active(cluster.tree()).isEmpty() && cluster.leader().isPresent();
    }
}
