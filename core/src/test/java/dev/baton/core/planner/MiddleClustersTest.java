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
    private static final int INSTANCES = Integer.getInteger("middle", 4);

    private record Result(int seed, boolean planned, boolean proved, int outages, int bound, double exposed,
            double leastExposed, boolean optimal, long millis) {}

    @ParameterizedTest
    @EnumSource(Mode.class)
    void sixteen_nodes_and_sixty_four_groups(Mode mode) {
        List<Result> results = IntStream.range(0, INSTANCES).mapToObj(seed -> result(mode, seed)).toList();
        for (Result r : results) {
            System.out.println(mode + " " + r);
        }
        assertThat(results).allMatch(result -> !result.planned || result.proved);
    }

    private static Result result(Mode mode, int seed) {
        Instances instance = MiddleClusters.random(mode, seed, 16, 64);
        long begin = System.nanoTime();
        Planning planning = Planner.plan(instance.image(), instance.spec());
        long millis = (System.nanoTime() - begin) / 1_000_000;
        if (!(planning instanceof Planning.Planned(var plan, var report))) {
            return new Result(seed, false, false, 0, 0, 0, 0, false, millis);
        }
        var pr = Prover.prove(plan, instance.image(), report.exposureByGroup()); if (!pr.holds()) System.out.println(pr instanceof dev.baton.core.prover.Proof.Broken b ? b.law().number() + " " + b.at() + b.reasons() : pr.toString());
        return new Result(seed, true, Prover.prove(plan, instance.image(), report.exposureByGroup()).holds(),
                report.outages(), report.leastOutages().value(), report.exposure().toMinutes(),
                report.leastExposure().value().toMinutes(), report.optimal(), millis);
    }
}
