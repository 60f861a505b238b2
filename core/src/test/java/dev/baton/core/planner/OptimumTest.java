package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The planner's plans cost what an exhaustive search by another algorithm finds, and plans are missing exactly where
/// it finds none. `-Dinstances=10000 -Dlargest=5x6` looks further.
class OptimumTest {
    private static final int INSTANCES = Integer.getInteger("instances", 120);
    private static final int NODES = Integer.parseInt(System.getProperty("largest", "5x6").split("x")[0]);
    private static final int GROUPS = Integer.parseInt(System.getProperty("largest", "5x6").split("x")[1]);

    /// What one comparison came to.
    private record Compared(int seed, boolean feasible, boolean apart, boolean undecided, boolean proved, int spots,
            String difference) {}

    @ParameterizedTest
    @EnumSource(Mode.class)
    void the_plan_is_as_good_as_exhaustive_search(Mode mode) {
        List<Compared> results = IntStream.range(0, INSTANCES).parallel().mapToObj(seed -> compare(mode, seed))
                .toList();
        long infeasible = results.stream().filter(result -> !result.feasible).count();
        long apart = results.stream().filter(Compared::apart).count();
        long unproved = results.stream().filter(result -> !result.proved).count();
        System.out.printf("%s: %d instances up to %d nodes x %d groups, seeds 0 to %d: %d differ, %d are as good and "
                + "not known to be; %d %% have no plan, %d %% keep groups apart, at most %d states%n", mode, INSTANCES,
                NODES, GROUPS, INSTANCES - 1,
                results.stream().filter(result -> !result.difference.isEmpty()).count(), unproved,
                100 * infeasible / INSTANCES, 100 * apart / INSTANCES,
                results.stream().mapToInt(Compared::spots).max().orElse(0));
        assertThat(results).filteredOn(result -> !result.difference.isEmpty()).isEmpty();
        assertThat(unproved).as("plans of which not every order was tried").isLessThanOrEqualTo(INSTANCES / 1000);
        assertThat(infeasible).isGreaterThanOrEqualTo(INSTANCES * 3L / 10).isLessThan(INSTANCES * 4L / 5);
        assertThat(apart).isGreaterThanOrEqualTo(INSTANCES * 3L / 10);
        assertThat(results.stream().filter(Compared::undecided)).hasSizeGreaterThanOrEqualTo(INSTANCES / 20);
    }

    /// Once, as many groups were without cover before a node was closed as while it was out, and other ones: report and
    /// prover counted different ones.
    @Test
    void a_seed_on_which_report_and_prover_once_differed() {
        assertThat(compare(Mode.BACKWARD, 5522).difference).isEmpty();
    }

    private static Compared compare(Mode mode, int seed) {
        Instances instance = mode.instance(seed, NODES, GROUPS).voting(seed);
        BruteForce search = new BruteForce(instance);
        Optional<BruteForce.Way> best = search.best();
        Planning planning = Planner.plan(instance.image(), instance.spec());
        return switch (planning) {
            case Planning.Infeasible infeasible -> new Compared(seed, false, apart(instance.image()), false,
                    true, search.spots(), best.map(way -> "no plan, but one exists: " + way + "; " + infeasible)
                    .orElse(""));
            case Planning.Planned(var plan, var report) -> {
                Proof proof = Prover.prove(plan, instance.image(), report.exposureByGroup());
                boolean undecided = plan.stages().stream().anyMatch(stage -> !stage.givenUp().isEmpty());
                yield new Compared(seed, true, apart(instance.image()), undecided, report.optimal(), search.spots(),
                        proof.holds()
                        ? best.map(way -> difference(way, plan, report)).orElse("a plan, but none can exist")
                        : "the prover does not agree: " + proof);
            }
        };
    }

    private static boolean apart(ClusterImage image) {
        return image.settings().oneGroupPerNode() || image.groups().values().stream()
                .anyMatch(group -> !group.terms().apart().isEmpty());
    }

    /// What an earlier run left offline comes online first, which exhaustive search does not look at.
    private static Duration left(Plan plan, ToIntFunction<Stage> times) {
        return plan.stages().stream().filter(stage -> stage.subject() instanceof Stage.Subject.Pause
                && stage.steps().getFirst() instanceof Step.BringOnline)
                .map(stage -> stage.takes().multipliedBy(times.applyAsInt(stage)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static String difference(BruteForce.Way way, Plan plan, PlanReport report) {
        String expected = way.outages() + " outages, " + Duration.ofMillis(way.exposure()) + " exposed, "
                + Duration.ofMillis(way.millis());
        String found = report.outages() + " outages, " + report.exposure().minus(left(plan, stage ->
                report.outlooks().get(stage.number() - 1).uncovered().size())) + " exposed, "
                + report.makespan().minus(left(plan, _ -> 1));
        boolean bounded = report.leastOutages().value() <= report.outages()
                && report.leastExposure().value().compareTo(report.exposure()) <= 0;
        return expected.equals(found) && bounded ? "" : found + " instead of " + expected + "; " + report;
    }
}
