package dev.baton.core.screen;

import dev.baton.core.journal.RunView;
import dev.baton.core.model.NodeId;
import dev.baton.core.report.RunReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The report of a run to keep and to hand on: `baton upgrade report --format md` and `--format html`.
///
/// @param report of the run
public record ReportPaper(RunReport report) {

    /// Returns it as Markdown.
    public String markdown() {
        return paper().markdown();
    }

    /// Returns it as one HTML file, which loads nothing and runs nothing.
    public String html() {
        return paper().html();
    }

    private Paper paper() {
        List<Paper.Part> parts = new ArrayList<>();
        summary(parts);
        parts.add(new Paper.Part.Picture(new RunSvg(report).text(), ""));
        heading(parts, "Outages", outages());
        heading(parts, "Groups", groups(), exposure());
        plans(parts);
        heading(parts, "Canary", canaries());
        report.nodes().forEach(node -> node(parts, node));
        heading(parts, "Steps about groups", work(report.work().stream()
                .filter(one -> one.group().isPresent()).toList(), "Steps about groups"));
        outputs(parts, report.work().stream().filter(one -> one.group().isPresent()).toList());
        heading(parts, "Checks and backups", checks());
        heading(parts, "Who decided what", decisions(), waived());
        heading(parts, "Where the time went", times());
        return new Paper("Run " + report.run().run() + " of " + report.run().upgrade() + ": " + report.run().status(),
                parts);
    }

    private static void heading(List<Paper.Part> parts, String text, Paper.Part.Grid... grids) {
        List<Paper.Part.Grid> filled = List.of(grids).stream().filter(grid -> !grid.rows().isEmpty()).toList();
        if (!filled.isEmpty()) {
            parts.add(new Paper.Part.Heading(text));
            parts.addAll(filled);
        }
    }

    private void summary(List<Paper.Part> parts) {
        RunView run = report.run();
        parts.add(new Paper.Part.Words("Started by " + run.by() + " at " + Moments.full(run.started()) + (run.ended()
                .isPresent() ? ", ended at " : ", still on at ") + Moments.full(report.until()) + ": "
                + Moments.rounded(report.times().wall()) + ". Carried out by " + names(run.leaders())
                + ". Times are UTC."));
        parts.add(new Paper.Part.Words(ReportWords.outages(report)));
        parts.add(new Paper.Part.Words(ReportWords.seenBy(report)));
        parts.add(new Paper.Part.Words(ReportWords.exposure(report)));
        parts.add(new Paper.Part.Words(ReportWords.overhead(report.times())));
        if (!report.gates().isEmpty()) {
            parts.add(new Paper.Part.Words("It could start only after: " + String.join(", ", report.gates()) + "."));
        }
    }

    private Paper.Part.Grid outages() {
        return new Paper.Part.Grid("Every outage, in the order in which they began", List.of("Group", "From", "Lasted",
                "Clients", "Planned", "Why", "Then on", "Seen by"), report.outages().stream().map(outage -> List.of(
                        outage.group().value(), Moments.full(outage.from()), Layout.spoken(outage.lasted()),
                        outage.clients().map(time -> time.isZero() ? "nothing" : Layout.spoken(time)).orElse("-"),
                        outage.planned() ? "planned" : "UNPLANNED", outage.cause(),
                        outage.owner().map(NodeId::value).orElse("-"), outage.seenBy())).toList());
    }

    private Paper.Part.Grid groups() {
        return new Paper.Part.Grid("Owners and formats over time", List.of("Group", "Owners", "Format", "Outages",
                "Planned", "Longest", "Total"), report.groups().stream().map(group -> {
                    Optional<RunView.GroupLine> line = report.run().groups().stream()
                            .filter(one -> one.group().equals(group.group())).findFirst();
                    List<Duration> seen = report.outages().stream().filter(outage -> outage.group()
                            .equals(group.group())).map(RunReport.Outage::lasted).toList();
                    return List.of(group.group().value(), ReportWords.owners(group), ReportWords.formats(group),
                            String.valueOf(seen.size()), line.map(one -> String.valueOf(one.planned())).orElse("-"),
                            seen.stream().max(Duration::compareTo).map(Layout::spoken).orElse("-"),
                            seen.isEmpty() ? "-" : Layout.spoken(seen.stream().reduce(Duration.ZERO,
                                    Duration::plus)));
                }).toList());
    }

    private Paper.Part.Grid exposure() {
        return new Paper.Part.Grid("Time in which nobody could have taken a group over", List.of("Group", "Planned",
                "Counted", "Accepted"), report.groups().stream().map(group -> List.of(group.group().value(),
                        Moments.rounded(group.plannedExposure()), Moments.rounded(group.exposure()),
                        report.bound().map(bound -> Moments.rounded(bound) + (group.exposure().compareTo(bound) > 0
                                ? ", EXCEEDED" : "")).orElse("any"))).toList());
    }

    private void plans(List<Paper.Part> parts) {
        RunView run = report.run();
        run.past().forEach(plan -> {
            parts.add(new Paper.Part.Heading("Plan " + plan.digest() + ", left"));
            parts.add(new Paper.Part.Words("Left because " + plan.why() + ". The next was taken by " + plan.by()
                    + " at " + Moments.full(plan.until()) + "."));
            parts.add(stages("Plan " + plan.digest(), plan.stages(), true));
        });
        heading(parts, "Plan " + run.digest(), stages("Plan " + run.digest(), run.stages(), run.ended().isPresent()));
    }

    /// @param over whether nothing of it is done any more
    private static Paper.Part.Grid stages(String caption, List<RunView.StageLine> stages, boolean over) {
        return new Paper.Part.Grid(caption + ": planned and real time", List.of("#", "Step", "Planned", "Took",
                "State"), stages.stream().map(stage -> List.of(String.valueOf(stage.number()),
                        stage.title().replaceAll(" {2,}", " "), Layout.spoken(stage.takes()),
                        stage.state().equals("pending") ? "-" : stage.took().map(Moments::rounded).orElse("-"),
                        over && stage.state().equals("now") ? "left" : stage.state())).toList());
    }

    private void node(List<Paper.Part> parts, RunReport.OfNode node) {
        List<RunReport.Work> work = report.work().stream().filter(one -> one.node().filter(node.node()::equals)
                .isPresent()).toList();
        Map<?, ?> targets = report.run().nodes().stream().filter(one -> one.node().equals(node.node())).findFirst()
                .<Map<?, ?>>map(RunView.NodeLine::targets).orElse(Map.of());
        parts.add(new Paper.Part.Heading("Node " + node.node()));
        parts.add(new Paper.Part.Words(node.out().isEmpty() ? "It was never out of service." : "Out of service "
                + node.out().stream().map(span -> "from " + Moments.full(span.from()) + " to " + Moments.full(span.to())
                        + " (" + Moments.rounded(span.lasts()) + ")").collect(Collectors.joining("; ")) + "."));
        parts.add(new Paper.Part.Grid("Versions on " + node.node(), List.of("Product", "Before", "Now", "Target"),
                node.now().entrySet().stream().map(now -> List.of(now.getKey().value(), Optional.ofNullable(
                        node.before().get(now.getKey())).map(Object::toString).orElse("-"), now.getValue().value(),
                        targets.containsKey(now.getKey()) ? String.valueOf(targets.get(now.getKey())) : "-"))
                        .toList()));
        parts.add(work(work, "Steps on " + node.node()));
        outputs(parts, work);
    }

    private static Paper.Part.Grid work(List<RunReport.Work> work, String caption) {
        return new Paper.Part.Grid(caption, List.of("Step", "Attempt", "From", "Took", "Jobs took", "Result"),
                work.stream().map(one -> List.of(one.text(), String.valueOf(one.attempt()), Moments.full(one.from()),
                        Moments.rounded(one.took()), one.jobs().isEmpty() ? "-" : Moments.rounded(one.jobs().stream()
                                .map(RunReport.JobDone::took).reduce(Duration.ZERO, Duration::plus)),
                        ReportWords.result(one))).toList());
    }

    private static void outputs(List<Paper.Part> parts, List<RunReport.Work> work) {
        work.stream().flatMap(one -> one.jobs().stream()).filter(job -> !job.output().isBlank()).forEach(job ->
                parts.add(new Paper.Part.Output("Output of job " + job.job() + " on " + job.node() + ", "
                        + job.outcome(), job.output())));
    }

    private Paper.Part.Grid checks() {
        return new Paper.Part.Grid("Checks and backups, in order", List.of("What", "At", "Result"),
                report.checks().stream().map(one -> List.of(one.text(), Moments.full(one.to()),
                        ReportWords.result(one))).toList());
    }

    private Paper.Part.Grid canaries() {
        return new Paper.Part.Grid("Whether the cluster works on a changed node, and whether that has left data alone",
                List.of("Way", "Group", "Node", "Result", "What was seen"), report.run().canaries().stream()
                .map(one -> List.of(one.back() ? "back" : "out", one.group().value(), one.node().value(), one.result(),
                        one.detail().isEmpty() ? "-" : one.detail())).toList());
    }

    private Paper.Part.Grid decisions() {
        return new Paper.Part.Grid("Orders and approvals", List.of("At", "Who", "What"), report.decisions().stream()
                .map(one -> List.of(Moments.full(one.at()), one.who(), one.what())).toList());
    }

    private Paper.Part.Grid waived() {
        return new Paper.Part.Grid("Rules that were overridden meanwhile", List.of("At", "Who", "What", "Rule",
                "Reason"), report.waived().stream().map(one -> List.of(Moments.full(one.at()), one.who(), one.what(),
                        one.rule(), one.reason())).toList());
    }

    private Paper.Part.Grid times() {
        RunReport.Times times = report.times();
        return new Paper.Part.Grid("Parts of the whole time", List.of("Part", "Time"), List.of(
                List.of("in all", Moments.rounded(times.wall())),
                List.of("jobs, resources and machines themselves", Moments.rounded(times.steps())),
                List.of("soaks", Moments.rounded(times.soaks())),
                List.of("waiting for a person or a window", Moments.rounded(times.waits())),
                List.of("the run itself (overhead)", Moments.rounded(times.own()) + ", "
                        + ReportWords.percent(times.overhead()))));
    }

    private static String names(List<NodeId> nodes) {
        return nodes.isEmpty() ? "nobody yet" : nodes.stream().map(NodeId::value).collect(Collectors.joining(", "));
    }
}
