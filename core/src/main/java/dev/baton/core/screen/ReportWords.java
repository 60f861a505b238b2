package dev.baton.core.screen;

import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Durations;
import dev.baton.core.report.RunReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Sentences of a report, the same in every form of it.
final class ReportWords {

    private ReportWords() {}

    static String outages(RunReport report) {
        List<RunReport.Outage> all = report.outages();
        long planned = all.stream().filter(RunReport.Outage::planned).count();
        return all.isEmpty() ? "No group had an outage." : Layout.counted(all.size(), "outage") + ", " + planned
                + " planned and " + (all.size() - planned) + " not; the longest " + Layout.spoken(all.stream()
                        .map(RunReport.Outage::lasted).max(Duration::compareTo).orElse(Duration.ZERO))
                + "; the plan has " + report.run().outages() + ".";
    }

    static String seenBy(RunReport report) {
        boolean asked = report.outages().stream().anyMatch(outage -> outage.clients().isPresent());
        return "Outages are as the agents on the nodes saw them: from when a group was no longer online until it was "
                + "again, by what they reported to the controller. " + (asked ? "What clients saw was asked in their"
                        + " place, as the kinds say: from the last answer before to the first one after."
                        : "Nobody measured in a client's place.");
    }

    /// What clients noticed of an outage; nothing where nobody was in their place.
    static String clients(RunReport.Outage outage) {
        return outage.clients().map(time -> !outage.seenByAgents() ? "; only its clients noticed"
                : time.isZero() ? "; its clients noticed nothing"
                : "; its clients had no answer for " + Layout.spoken(time)).orElse("");
    }

    static String exposure(RunReport report) {
        Duration planned = sum(report.groups().stream().map(RunReport.OfGroup::plannedExposure).toList());
        Duration counted = sum(report.groups().stream().map(RunReport.OfGroup::exposure).toList());
        return "Without anybody to take over: " + Durations.groupMinutes(counted) + ", planned were "
                + Durations.groupMinutes(planned) + "; accepted: " + report.bound().map(bound -> Moments.rounded(bound)
                        + " per group").orElse("any") + ".";
    }

    private static Duration sum(List<Duration> times) {
        return times.stream().reduce(Duration.ZERO, Duration::plus);
    }

    static String overhead(RunReport.Times times) {
        return "Overhead " + percent(times.overhead()) + ": " + Moments.rounded(times.own()) + " of "
                + Moments.rounded(times.wall()) + " were neither steps' own time nor soaks nor waits.";
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    /// What came of an attempt; a reason that begins with how it ended says it once.
    static String result(RunReport.Work work) {
        return work.detail().isEmpty() ? work.ending() : work.detail().startsWith(work.ending() + ":") ? work.detail()
                : work.ending() + ": " + work.detail();
    }

    static String owners(RunReport.OfGroup group) {
        return group.owners().isEmpty() ? "-" : group.owners().stream().map(RunReport.Tenure::node)
                .map(NodeId::value).collect(Collectors.joining(" -> ")) + (group.owners().size() < 2 ? "" : " ("
                        + group.owners().stream().skip(1).map(tenure -> "from " + Moments.time(tenure.from()))
                                .collect(Collectors.joining(", ")) + ")");
    }

    static String formats(RunReport.OfGroup group) {
        return group.formats().stream().map(RunReport.FormatSeen::format).collect(Collectors.joining(" -> "))
                + (group.formats().size() < 2 ? "" : " (at " + Moments.time(group.formats().getLast().at()) + ")");
    }
}
