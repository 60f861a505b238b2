package dev.baton.core.screen;

import dev.baton.core.planner.PlanReport;
import dev.baton.core.rehearsal.Assumptions;
import java.time.Duration;

/// The one figure of a plan that everybody understands: how many minutes without service to expect, summed over groups.
/// It is what is planned, and what failures add: rate x exposure x repair time, since a group that nobody can take is
/// without service until its node is back.
///
/// @param total               minutes
/// @param planned             minutes of planned outages, for groups and those that start after them
/// @param byFailures          minutes that failures add on average
/// @param nodeFailsEveryHours mean time between failures of a node that was taken for granted
/// @param repairTakesHours    mean time until a failed node is back that was taken for granted
public record Expected(double total, double planned, double byFailures, double nodeFailsEveryHours,
        double repairTakesHours) {

    /// Returns the figure of a plan.
    public static Expected of(PlanReport report, Assumptions given) {
        double planned = minutes(report.planned());
        double failures = (double) report.exposure().toMillis() / given.nodeFailsEvery().toMillis();
        double byFailures = failures * minutes(given.repairTakes());
        return new Expected(rounded(planned + byFailures), rounded(planned), rounded(byFailures),
                minutes(given.nodeFailsEvery()) / 60, minutes(given.repairTakes()) / 60);
    }

    /// Returns the figure alone, such as `4.5 min expected`.
    public String figure() {
        return number(total) + " min expected";
    }

    /// Returns where it comes from.
    public String inputs() {
        return number(planned) + " planned, " + number(byFailures) + " by failures: a node fails every "
                + number(nodeFailsEveryHours) + " h and is back after " + number(repairTakesHours);
    }

    private static double minutes(Duration time) {
        return time.toMillis() / 60_000.0;
    }

    private static double rounded(double minutes) {
        return Math.round(minutes * 100) / 100.0;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : Layout.tenths(value);
    }
}
