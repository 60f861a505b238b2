package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.prover.Prover;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Clusters beyond exact search: every plan is proved, and how far it may be from the best is printed.
/// `-Dmiddle=100` looks at more of them.
class MiddleClustersTest {
    private static final int INSTANCES = Integer.getInteger("middle", 1);

    private record Result(int seed, boolean planned, boolean proved, int outages, int bound, double exposed,
            double leastExposed, boolean optimal, long millis) {}

    @ParameterizedTest
    @EnumSource(Mode.class)
    void sixteen_nodes_and_sixty_four_groups(Mode mode) {
        List<Result> results = IntStream.range(0, INSTANCES).mapToObj(seed -> result(mode, seed)).toList();
        double worst = results.stream().filter(Result::planned).mapToDouble(result ->
                (double) result.outages / result.bound - 1).max().orElse(0);
        System.out.printf("%s: %d instances of 16 nodes x 64 groups, seeds 0 to %d, %d planned, most outages above the "
                + "proved bound %.1f %%, slowest %d ms%n", mode, INSTANCES, INSTANCES - 1,
                results.stream().filter(Result::planned).count(), 100 * worst,
                results.stream().mapToLong(Result::millis).max().orElse(0));
        assertThat(results).allMatch(result -> !result.planned || result.proved);
        assertThat(worst).isLessThanOrEqualTo(0.01);
    }

    private static Result result(Mode mode, int seed) {
        Instances instance = MiddleClusters.random(mode, seed, 16, 64);
        long begin = System.nanoTime();
        Planning planning = Planner.plan(instance.image(), instance.spec());
        long millis = (System.nanoTime() - begin) / 1_000_000;
        if (!(planning instanceof Planning.Planned(var plan, var report))) {
            return new Result(seed, false, false, 0, 0, 0, 0, false, millis);
        }
        return new Result(seed, true, Prover.prove(plan, instance.image(), report.exposureByGroup()).holds(),
                report.outages(), report.leastOutages().value(), report.exposure().toMinutes(),
                report.leastExposure().value().toMinutes(), report.optimal(), millis);
    }
}
