package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.DataMode;
import dev.baton.core.prover.Prover;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The planner's plans cost what an exhaustive search by another algorithm finds, and plans are missing exactly where
/// it finds none. `-Dinstances=10000 -Dlargest=5x6` looks further.
class OptimumTest {
    private static final int INSTANCES = Integer.getInteger("instances", 250);
    private static final int NODES = Integer.parseInt(System.getProperty("largest", "4x4").split("x")[0]);
    private static final int GROUPS = Integer.parseInt(System.getProperty("largest", "4x4").split("x")[1]);

    /// What one comparison came to.
    private record Compared(int seed, boolean feasible, String difference) {}

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void the_plan_is_as_good_as_exhaustive_search(DataMode mode) {
        var results = IntStream.range(0, INSTANCES).parallel().mapToObj(seed -> compare(mode, seed)).toList();
        assertThat(results).filteredOn(result -> !result.difference.isEmpty()).isEmpty();
        long infeasible = results.stream().filter(result -> !result.feasible).count();
        System.out.printf("%s: %d instances up to %d nodes x %d groups, seeds 0 to %d, all equal; %d have no plan%n",
                mode, INSTANCES, NODES, GROUPS, INSTANCES - 1, infeasible);
        assertThat(infeasible).isGreaterThan(INSTANCES / 5).isLessThan(INSTANCES * 4 / 5);
    }

    private static Compared compare(DataMode mode, int seed) {
        Instances instance = Instances.random(mode, seed, NODES, GROUPS);
        Optional<long[]> best = new BruteForce(instance).best();
        Planning planning = Planner.plan(instance.image(), instance.spec());
        return switch (planning) {
            case Planning.Infeasible infeasible -> new Compared(seed, false,
                    best.map(cost -> "no plan, but one exists with " + cost[0] + " outages: " + infeasible).orElse(""));
            case Planning.Planned(var plan, var report) -> {
                boolean proved = Prover.prove(plan, instance.image(), report.exposureByGroup()).holds();
                yield new Compared(seed, true, proved ? best.map(cost -> difference(cost, report))
                        .orElse("a plan, but none can exist") : "the prover does not agree");
            }
        };
    }

    private static String difference(long[] cost, PlanReport report) {
        String expected = cost[0] + " outages, " + Duration.ofMillis(cost[1]) + " exposed, "
                + Duration.ofMillis(cost[2]);
        String found = report.outages() + " outages, " + report.exposure() + " exposed, " + report.makespan();
        boolean bounded = report.leastOutages().value() <= report.outages()
                && report.leastExposure().value().compareTo(report.exposure()) <= 0 && report.optimal();
        return expected.equals(found) && bounded ? "" : found + " instead of " + expected + "; " + report;
    }
}
