package dev.baton.core.screen;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.report.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// A run as a picture: where each group was when, hatched where a node was out of service, red where nobody could take
/// the group over, dark and framed where it was not online. Phases in which the run waited are drawn narrow, however
/// long they were.
///
/// @param report of the run
public record RunSvg(RunReport report) {

    /// Returns the document.
    public String text() {
        List<NodeId> nodes = nodes();
        List<Timeline.Column> columns = report.phases().stream().map(phase -> new Timeline.Column(phase.label(),
                Duration.between(phase.from(), phase.to()), !phase.rests())).toList();
        return new Timeline(title(), nodes.stream().map(NodeId::value).toList(), columns, bars(nodes),
                "numbers: steps of the plan; hatched: out of service; red: nobody could take it over; framed: not "
                        + "online; widths are not to scale").text();
    }

    private String title() {
        return report.run().upgrade() + ", " + report.run().status() + ": "
                + Layout.counted(report.outages().size(), "outage") + ", " + Layout.spoken(Duration.ofSeconds(
                        report.times().wall().toSeconds()));
    }

    /// Those of the report, and any other that had a group.
    private List<NodeId> nodes() {
        TreeSet<NodeId> all = new TreeSet<>();
        report.nodes().forEach(node -> all.add(node.node()));
        report.groups().forEach(group -> group.owners().forEach(tenure -> all.add(tenure.node())));
        return List.copyOf(all);
    }

    private List<Timeline.Bar> bars(List<NodeId> nodes) {
        List<Timeline.Bar> bars = new ArrayList<>();
        report.nodes().forEach(node -> node.out().forEach(span -> bars.add(new Timeline.Bar("out",
                nodes.indexOf(node.node()), Timeline.Slot.WHOLE, at(span.from()), at(span.to()), node.node()
                        + " out of service", ""))));
        boolean alone = alone();
        for (int g = 0; g < report.groups().size(); g++) {
            RunReport.OfGroup group = report.groups().get(g);
            Timeline.Slot slot = alone ? Timeline.Slot.ALONE : Timeline.Slot.of(g, report.groups().size());
            group.owners().forEach(tenure -> {
                int lane = nodes.indexOf(tenure.node());
                bars.add(new Timeline.Bar("group", lane, slot, at(tenure.from()), at(tenure.to()), group.group()
                        + " on " + tenure.node(), group.group().value()));
                group.uncovered().forEach(span -> open(bars, group.group(), tenure, span, slot, lane));
                report.outages().stream().filter(outage -> outage.group().equals(group.group())
                                && outage.owner().filter(tenure.node()::equals).isPresent()
                                && !outage.to().isBefore(tenure.from()) && outage.to().isBefore(tenure.to()))
                        .forEach(outage -> bars.add(new Timeline.Bar("down", lane, slot, at(outage.from()),
                                at(outage.to()), group.group() + " not online for " + Layout.spoken(outage.lasted())
                                        + ": " + outage.cause(), "")));
            });
        }
        return bars;
    }

    private void open(List<Timeline.Bar> bars, GroupId group, RunReport.Tenure tenure, RunReport.Span span,
            Timeline.Slot slot, int lane) {
        Instant from = span.from().isAfter(tenure.from()) ? span.from() : tenure.from();
        Instant to = span.to().isBefore(tenure.to()) ? span.to() : tenure.to();
        if (from.isBefore(to)) {
            bars.add(new Timeline.Bar("open", lane, slot, at(from), at(to), group + " on " + tenure.node()
                    + ": nobody could take it over", ""));
        }
    }

    /// Whether no node ever had two groups at once.
    private boolean alone() {
        List<RunReport.Tenure> all = report.groups().stream().flatMap(group -> group.owners().stream())
                .sorted(Comparator.comparing(RunReport.Tenure::node).thenComparing(RunReport.Tenure::from)).toList();
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).node().equals(all.get(i - 1).node()) && all.get(i).from().isBefore(all.get(i - 1).to())) {
                return false;
            }
        }
        return true;
    }

    /// In columns.
    private double at(Instant time) {
        List<RunReport.Phase> phases = report.phases();
        for (int p = 0; p < phases.size(); p++) {
            RunReport.Phase phase = phases.get(p);
            if (time.isBefore(phase.to())) {
                double all = Duration.between(phase.from(), phase.to()).toNanos();
                return p + Math.max(0, Duration.between(phase.from(), time).toNanos() / all);
            }
        }
        return phases.size();
    }
}
