package dev.baton.core.planner;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.SharedSet;
import dev.baton.core.plan.Durations;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.QuietTime;
import dev.baton.core.plan.Silence;
import dev.baton.core.plan.Stage;
import dev.baton.core.planner.PlanReport.Least;
import dev.baton.core.rules.CoverHistory;
import dev.baton.core.rules.Exposure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Says what a plan costs and how good it is. Everything is counted again from the plan's stages; only bounds come from
/// the search.
final class Reporter {
    private final Problem problem;
    /// What any plan costs between detaching and attaching.
    private final Cost inner;
    private final Cost floor;
    private final Cost around;
    /// What the canary and backups that are made together cost in every plan: where nobody could take something over
    /// meanwhile is this plan's own affair.
    private final Cost beside;
    private final List<QuietTime> quiet;
    private final long across;
    private final Found.Acts acts;
    private final Plan plan;
    private final CoverHistory history;
    private final Exposure exposure;
    private final SortedMap<GroupId, Duration> exposed;
    private final Duration exposedInAll;
    /// Whose clients notice something in each stage.
    private final List<SortedSet<GroupId>> silent;

    /// @param floor   no plan costs less
    /// @param across  no plan with so few outages has less exposure, in milliseconds
    /// @param history of the plan
    Reporter(Problem problem, Cost floor, long across, Found.Acts acts, Plan plan, CoverHistory history) {
        this.problem = problem;
        this.inner = floor;
        this.across = across;
        this.acts = acts;
        this.plan = plan;
        this.history = history;
        this.exposure = Exposure.of(history, plan);
        this.exposed = exposure.byGroup();
        this.exposedInAll = exposed.values().stream().reduce(Duration.ZERO, Duration::plus);
        this.quiet = QuietTime.of(problem.start, plan);
        this.silent = new ArrayList<>(plan.stages().size());
        for (Stage stage : plan.stages()) {
            silent.add(stage.silent(problem.start));
        }
        this.around = around();
        this.beside = beside();
        this.floor = inner.plus(around).plus(beside);
    }

    /// What detaching and attaching cost in every plan.
    private Cost around() {
        Cost sum = Cost.ZERO;
        for (int i = 0; i < silent.size(); i++) {
            Exposure.OfStage counted = exposure.stages().get(i);
            if (counted.stage().subject() instanceof Stage.Subject.DetachGroup(var group, _)) {
                sum = sum.plus(noticed(i, counted.uncovered().contains(group)));
            }
        }
        return sum;
    }

    /// What the stage of that index costs by itself.
    private Cost noticed(int index, boolean uncovered) {
        long millis = plan.stages().get(index).takes().toMillis();
        return new Cost(silent.get(index).size(), silent.get(index).stream().filter(id -> problem.start.group(id)
                .critical()).count(), uncovered ? millis : 0, millis, 0);
    }

    private Cost beside() {
        Cost sum = Cost.ZERO;
        for (int i = 0; i < silent.size(); i++) {
            sum = isBeside(plan.stages().get(i)) ? sum.plus(noticed(i, false)) : sum;
        }
        return sum;
    }

    private static boolean isBeside(Stage stage) {
        return stage.subject() instanceof Stage.Subject.Canary || stage.subject() instanceof Stage.Subject.SaveTogether;
    }

    /// Whether nobody lacks cover for the sake of these: then the best plan without them is the best one with them.
    private boolean coveredBeside() {
        return exposure.stages().stream().noneMatch(counted -> isBeside(counted.stage())
                && !counted.uncovered().isEmpty());
    }

    /// Returns whether some group is without cover at some time.
    boolean exposed() {
        return !exposedInAll.isZero();
    }

    /// Returns the report.
    ///
    /// @param leastExposed the cost of the plan with the least exposure, when it was found
    /// @param oneMore      the cost of the best plan with one more node, when it was looked for
    PlanReport report(Optional<Cost> leastExposed, Optional<Cost> oneMore) {
        TreeMap<GroupId, Integer> byGroup = new TreeMap<>();
        for (SortedSet<GroupId> groups : silent) {
            for (GroupId id : groups) {
                byGroup.merge(id, 1, Integer::sum);
            }
        }
        int outages = byGroup.values().stream().mapToInt(Integer::intValue).sum();
        Duration makespan = plan.stages().stream().map(Stage::takes).reduce(Duration.ZERO, Duration::plus);
        long critical = 0;
        for (Map.Entry<GroupId, Integer> group : byGroup.entrySet()) {
            critical += problem.start.group(group.getKey()).critical() ? group.getValue() : 0;
        }
        boolean meetsBound = new Cost(outages, critical, exposedInAll.toMillis(), makespan.toMillis(),
                acts.cost().rubbing()).equals(floorHere(outages));
        boolean optimal = problem.spec.preset() != Preset.DOCUMENTED && ((acts.proved() && coveredBeside())
                || meetsBound);
        List<SharedSet<GroupId>> rests = rests();
        List<Integer> safe = new ArrayList<>();
        for (int i = 0; i < rests.size(); i++) {
            int stage = i;
            boolean silence = !quiet.isEmpty() && quiet.stream().anyMatch(time -> time.goesOnAfter(stage));
            if (rests.get(i).isEmpty() && !silence) {
                safe.add(i);
            }
        }
        int point = Outlooks.pointOfNoReturn(plan.stages());
        return new PlanReport(problem.spec.preset(), outages, leastOutages(outages), byGroup, optimal,
                optimal ? (meetsBound ? "it meets the bound" : acts.how()) : acts.how(), exposedInAll,
                exposed, leastExposure(leastExposed.map(around::plus).map(beside::plus),
                        floorHere(outages)),
                oneMore.map(around::plus).map(beside::plus).map(Cost::exposure).map(Duration::ofMillis), planned(),
                makespan,
                waves(),
                point == 0 ? OptionalInt.empty() : OptionalInt.of(point), safe,
                new VotesRow(problem.start, plan).text(),
                Outlooks.of(problem.start, exposure, rests.subList(1, rests.size())));
    }

    private int waves() {
        int waves = 0;
        for (Stage stage : plan.stages()) {
            waves += stage.subject() instanceof Stage.Subject.UpgradeNode
                    || stage.subject() instanceof Stage.Subject.UpgradeNodes ? 1 : 0;
        }
        return waves;
    }

    /// The bound for plans with so many outages, where these come first.
    private Cost floorHere(int outages) {
        boolean fewest = outages == floor.outages() && problem.spec.preset() == Preset.FEWEST_OUTAGES;
        return fewest && across > floor.exposure()
                ? new Cost(floor.outages(), floor.critical(), across, floor.millis(), floor.rubbing()) : floor;
    }

    /// The groups without cover before the first stage and after each.
    private List<SharedSet<GroupId>> rests() {
        List<SharedSet<GroupId>> rests = new ArrayList<>(List.of(history.uncovered(0)));
        int done = 0;
        for (Stage stage : plan.stages()) {
            done += stage.steps().size();
            rests.add(history.uncovered(done));
        }
        return rests;
    }

    private Duration planned() {
        Duration sum = Duration.ZERO;
        for (int i = 0; i < silent.size(); i++) {
            sum = sum.plus(plan.stages().get(i).takes().multipliedBy(without(i)));
        }
        return sum;
    }

    /// How many groups nobody can use in the stage.
    private long without(int index) {
        Stage stage = plan.stages().get(index);
        SortedSet<GroupId> noticed = silent.get(index);
        if (quiet.isEmpty()) {
            return noticed.size();
        }
        Set<GroupId> without = new TreeSet<>(noticed);
        without.addAll(Silence.of(problem.start, quiet.stream().filter(time -> time.includes(stage.number()))
                .map(QuietTime::group).toList()));
        return without.size();
    }

    private Least<Integer> leastOutages(int outages) {
        boolean searched = acts.proved() && problem.spec.preset() == Preset.FEWEST_OUTAGES;
        if (searched && floor.outages() < outages) {
            return new Least<>(outages, "every order with fewer was tried");
        }
        int givenUp = problem.givenUpInAll();
        int twice = (int) inner.outages() - givenUp - (int) onOldNodes();
        String because = inner.outages() == givenUp ? (around.outages() == 0 ? "no group has to move"
                : "what cannot be rolled is silent once")
                : problem.returnHome() ? "every group must leave its node and come back"
                : twice > 0 ? "every group must leave its node once, and the first node's "
                        + (twice == 1 ? "group" : twice + " groups") + " once more: no node is upgraded yet"
                : "every group must leave its node once" + (follow() ? ", and what starts after it is silent too" : "");
        return new Least<>((int) floor.outages(), because + visits() + (inner.outages() > 0 && around.outages() > 0
                ? ", and what cannot be rolled is silent once" : "") + (givenUp == 0 ? ""
                : ", and nothing runs without a majority (" + givenUp + ")"));
    }

    private String visits() {
        long nodes = plan.stages().stream().filter(stage -> stage.subject() instanceof Stage.Subject.Canary(_, _, _,
                var back) && back).count();
        return nodes == 0 ? "" : ", and the canary goes to " + Words.count(nodes) + (nodes == 1 ? " node" : " nodes")
                + " and back";
    }

    private boolean follow() {
        return IntStream.range(0, problem.owner.length).anyMatch(g -> problem.silenced(g) > 1);
    }

    private long onOldNodes() {
        long count = 0;
        for (int g = 0; g < problem.owner.length; g++) {
            count += problem.owner[g] >= 0 && (problem.needs(problem.owner[g]) || problem.mustConvert(g))
                    ? problem.silenced(g) : 0;
        }
        return count;
    }

    private Least<Duration> leastExposure(Optional<Cost> leastExposed, Cost here) {
        if (leastExposed.isEmpty() && here.exposure() > floor.exposure()) {
            Duration least = Duration.ofMillis(here.exposure());
            return new Least<>(least, exposedInAll.equals(least)
                    ? "least possible with " + here.outages() + " outages"
                    : "at least " + Durations.groupMinutes(least) + " with " + here.outages() + " outages; not every "
                            + "order was tried");
        }
        Duration proved = Duration.ofMillis(leastExposed.map(Cost::exposure).orElse(floor.exposure()));
        Duration total = exposedInAll;
        if (leastExposed.isEmpty() && total.compareTo(proved) > 0) {
            return new Least<>(proved, "at least " + Durations.groupMinutes(proved) + "; not every order was tried");
        }
        if (proved.isZero()) {
            return new Least<>(Duration.ZERO, total.isZero() ? "" : "none is needed: preset least-exposure has "
                    + leastExposed.map(cost -> cost.outages() + " outages").orElse("more outages"));
        }
        String with = spares();
        return new Least<>(proved, total.equals(proved) ? "least possible " + with : "least possible " + with + ": "
                + Durations.groupMinutes(proved) + leastExposed.map(cost -> cost.outages() == plan.outages() ? ""
                : " (preset least-exposure, " + cost.outages() + " outages)").orElse(""));
    }

    private String spares() {
        long hosts = problem.image.members().stream().filter(node -> node.mayReceive()).count();
        if (problem.stacking) {
            return "with " + Words.count(hosts) + (hosts == 1 ? " node" : " nodes");
        }
        long spare = hosts - problem.groups.size();
        return "with " + (spare == 0 ? "no spare" : Words.count(spare) + (spare == 1 ? " spare" : " spares"));
    }
}
