package dev.baton.core.screen;

import dev.baton.core.report.RunReport;
import java.time.Instant;
import java.util.List;

/// What the report of a run on the terminal has below what was planned and done.
///
/// @param report of the run
/// @param now    wall-clock time
public record ReportTail(RunReport report, Instant now) {

    /// Returns the whole report as text.
    public String text() {
        StringBuilder text = new StringBuilder(new ReportScreen(report.run(), now).text()).append('\n');
        text.append(lines("outages", report.outages().stream().map(outage -> outage.group() + "  " + Moments.time(
                outage.from()) + "  " + Layout.spoken(outage.lasted()) + "  " + (outage.planned() ? "planned"
                        : "UNPLANNED") + "  " + outage.cause() + ReportWords.clients(outage)).toList()));
        text.append(Layout.fill(margin("seen by"), ReportWords.seenBy(report)));
        text.append(Layout.fill(margin("no failover"), ReportWords.exposure(report)));
        text.append(Layout.fill(margin("time"), ReportWords.overhead(report.times())));
        text.append(lines("decided", report.decisions().stream().map(one -> Moments.time(one.at()) + "  " + one.who()
                + ": " + one.what()).toList()));
        text.append(lines("overridden", report.waived().stream().map(one -> Moments.time(one.at()) + "  " + one.who()
                + ": " + one.rule() + ", because " + one.reason() + ": " + one.what()).toList()));
        return text.append("\n  to keep it:  baton upgrade report ").append(report.run().run())
                .append(" --format html\n").toString();
    }

    private static String lines(String name, List<String> lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(Layout.fill(margin(text.isEmpty() ? name : ""), line));
        }
        return text.toString();
    }

    private static String margin(String name) {
        return Layout.pad(name, 13);
    }
}
