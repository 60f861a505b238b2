package dev.baton.bench;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.planner.PlanReport;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.ProofText;
import dev.baton.core.prover.Prover;
import java.util.List;

/// Prints how long planning and proving take, how good the plans are and how much memory they need, for clusters that
/// grow, and for clusters that are full. The first line is the first work of the process, the others find it warm.
/// `java -cp … dev.baton.bench.Plans [growth | full | <nodes> <groups>]`; the seeds are in the table. [Quality]
/// compares plans of middle size with bounds and with the best that is known.
public final class Plans {
    private static final List<Clusters> GROWTH = List.of(sized(10, 100), sized(100, 1_000), sized(1_000, 10_000),
            sized(5_000, 50_000));
    private static final List<DataMode> MODES = List.of(DataMode.COMPATIBLE, DataMode.BACKWARD, DataMode.STRICT);
    private static final int SEEDS = 25;

    private Plans() {}

    /// Prints the tables that are asked for.
    public static void main(String[] arguments) {
        System.out.printf("%7s %7s  %-44s %5s %7s %7s %7s %17s %17s %5s  %s%n", "nodes", "groups", "", "seed",
                "plan ms", "prove", "steps", "outages (least)", "exposed group-min", "MB", "");
        String what = arguments.length == 0 ? "growth" : arguments[0];
        switch (what) {
            case "growth" -> GROWTH.forEach(Plans::line);
            case "full" -> full();
            default -> line(sized(Integer.parseInt(what), Integer.parseInt(arguments[1])));
        }
    }

    private static Clusters sized(int nodes, int groups) {
        return new Clusters(DataMode.COMPATIBLE, nodes, groups, 0, 0.7, 2, 0, 1);
    }

    /// Instances of 16 nodes, and larger ones that are nearly full.
    private static void full() {
        for (double utilisation : List.of(0.6, 0.7, 0.8, 0.9)) {
            for (int seed = 0; seed < SEEDS; seed++) {
                line(new Clusters(MODES.get(seed % 3), 16, 64, 1, utilisation, 2, 8, seed));
            }
        }
        for (DataMode mode : MODES) {
            line(new Clusters(mode, 1_000, 10_000, 50, 0.85, 4, 20, 1));
            line(new Clusters(mode, 1_000, 10_000, 50, 0.9, 4, 20, 1));
            line(new Clusters(mode, 1_000, 900, 100, 0, 0, 0, 1));
        }
    }

    private static void line(Clusters clusters) {
        ClusterImage image = clusters.image();
        long begin = System.nanoTime();
        Planning planning = Planner.plan(image, Clusters.upgrade());
        long planned = System.nanoTime();
        String start = "%7d %7d  %-44s %5d %7d".formatted(clusters.nodes(), clusters.groups(), clusters.words(),
                clusters.seed(), (planned - begin) / 1_000_000);
        System.out.println(start + switch (planning) {
            case Planning.Planned(var plan, var report) -> {
                Proof proof = Prover.prove(plan, image, report.exposureByGroup());
                yield " %7d %7d %s %s".formatted((System.nanoTime() - planned) / 1_000_000, plan.steps().size(),
                        quality(report), ProofText.word(proof));
            }
            case Planning.Infeasible(var because, _) -> "  no plan: " + because.getFirst().facts();
        });
    }

    private static String quality(PlanReport report) {
        Runtime runtime = Runtime.getRuntime();
        return "%17s %17.1f %5d ".formatted(report.outages() + " (" + report.leastOutages().value() + ")",
                report.exposure().toMillis() / 60_000.0, (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }
}
