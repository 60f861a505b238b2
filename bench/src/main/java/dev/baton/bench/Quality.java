package dev.baton.bench;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.planner.PlanReport;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How good plans for clusters of middle size are: one hundred fixed instances of 16 nodes and 64 groups for each mode,
/// a quarter each at a utilisation of 0.6, 0.7, 0.8 and 0.9, half of them with one empty node and half with none, one
/// group in eight kept apart from two others, two amounts. Each plan is compared with the proved bound, and with the
/// best plan that is known: where the bound is not met, what the planner finds with more effort.
/// `java -cp … dev.baton.bench.Quality [instances [mode]]`.
public final class Quality {
    private static final List<Double> UTILISATION = List.of(0.6, 0.7, 0.8, 0.9);
    private static final int INSTANCES = 100;

    private Quality() {}

    /// Prints a line for each mode, and one for each instance where the plan is not known to be the best.
    public static void main(String[] arguments) {
        int instances = arguments.length > 0 ? Integer.parseInt(arguments[0]) : INSTANCES;
        List<DataMode> modes = arguments.length > 1 ? List.of(DataMode.valueOf(arguments[1]))
                : List.of(DataMode.values());
        for (DataMode mode : modes) {
            List<Compared> all = new ArrayList<>();
            for (int seed = 0; seed < instances; seed++) {
                all.add(compared(new Clusters(mode, 16, 64, seed / 4 % 2, UTILISATION.get(seed % 4), 2, 8, seed)));
            }
            line(mode, all);
        }
    }

    /// A plan, the bounds, and the best plan that is known.
    private record Compared(boolean planned, boolean optimal, int outages, int leastOutages, int bestOutages,
            Duration exposed, Duration leastExposed, Duration bestExposed, long millis) {}

    private static Compared compared(Clusters clusters) {
        ClusterImage image = clusters.image();
        long begin = System.nanoTime();
        Planning planning = Planner.plan(image, Clusters.upgrade());
        long millis = (System.nanoTime() - begin) / 1_000_000;
        if (!(planning instanceof Planning.Planned(_, var report))) {
            System.out.println("  no plan: " + clusters.words() + ", seed " + clusters.seed());
            return new Compared(false, false, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, millis);
        }
        PlanReport best = report;
        if (!report.optimal() && Planner.plan(image, Clusters.upgrade(), Planner.Effort.THOROUGH)
                instanceof Planning.Planned(_, var thorough) && better(thorough, report)) {
            best = thorough;
        }
        if (!report.optimal()) {
            System.out.printf("  %s, seed %d: %d outages (least %d, best known %d), %s exposed (least %s, best known "
                    + "%s)%n", clusters.words(), clusters.seed(), report.outages(), report.leastOutages().value(),
                    best.outages(), report.exposure(), report.leastExposure().value(), best.exposure());
        }
        return new Compared(true, report.optimal(), report.outages(), report.leastOutages().value(), best.outages(),
                report.exposure(), report.leastExposure().value(), best.exposure(), millis);
    }

    private static boolean better(PlanReport one, PlanReport other) {
        return one.outages() < other.outages()
                || (one.outages() == other.outages() && one.exposure().compareTo(other.exposure()) < 0);
    }

    private static void line(DataMode mode, List<Compared> all) {
        List<Compared> planned = all.stream().filter(Compared::planned).toList();
        System.out.printf("%-10s %d instances, %d planned, %d known to be the best; outages: at most %.1f %% above the "
                + "bound, %.1f %% above the best known; exposure: at most %.1f group-minutes above the bound, %.1f "
                + "above the best known; slowest %d ms%n", mode, all.size(), planned.size(),
                planned.stream().filter(Compared::optimal).count(),
                planned.stream().mapToDouble(it -> above(it.outages, it.leastOutages)).max().orElse(0),
                planned.stream().mapToDouble(it -> above(it.outages, it.bestOutages)).max().orElse(0),
                planned.stream().mapToDouble(it -> minutes(it.exposed.minus(it.leastExposed))).max().orElse(0),
                planned.stream().filter(it -> it.outages == it.bestOutages)
                        .mapToDouble(it -> minutes(it.exposed.minus(it.bestExposed))).max().orElse(0),
                all.stream().mapToLong(Compared::millis).max().orElse(0));
    }

    private static double above(int outages, int least) {
        return least == 0 ? 0 : 100.0 * (outages - least) / least;
    }

    private static double minutes(Duration time) {
        return time.toMillis() / 60_000.0;
    }
}
