package dev.baton.core.screen;

import dev.baton.core.journal.RunView;
import dev.baton.core.journal.RunView.StageLine;
import dev.baton.core.journal.RunView.StepLine;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a run was planned to do and what came of it: `baton upgrade report`, and in a sentence `baton why run`.
///
/// @param view the run
/// @param now  wall-clock time
public record ReportScreen(RunView view, Instant now) {

    /// Returns the whole report.
    public String text() {
        Duration took = Duration.between(view.started(), view.ended().orElse(now));
        StringBuilder text = new StringBuilder(view.upgrade() + "   " + view.status()
                + (view.ended().isPresent() ? " in " : " for ") + Layout.spoken(seconds(took)) + "\n");
        String margin = " ".repeat(view.upgrade().length() + 3);
        text.append(Layout.fill(margin, "run " + view.run() + " of plan " + view.digest() + ", started by " + view.by()
                + " at " + view.started().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
        text.append(Layout.fill(margin, "led by " + names(view.leaders())));
        view.undone().forEach(what -> text.append(Layout.fill(margin + "undone: ", what)));
        view.past().forEach(plan -> text.append('\n').append(past(plan)));
        text.append('\n').append(present()).append(stages(view.stages()));
        view.canaries().forEach(line -> text.append(Layout.fill("", line.text())));
        view.proposed().ifPresent(plan -> text.append('\n').append(Runs.proposal(plan)));
        text.append('\n').append(groups()).append('\n').append(nodes());
        return text.toString();
    }

    /// Returns the one thing that the run waits for, as sentences.
    public String why() {
        String name = view.run() + " (" + view.upgrade() + ") is " + view.status() + ": ";
        return Layout.fill("", name + view.waitingFor().map(what -> "it waits for " + what).orElseGet(this::cause)
                + ".");
    }

    private String cause() {
        return switch (view.status()) {
            case "finished" -> "every step is done";
            case "aborted" -> "it was ended early, and the cluster is in a safe state";
            case "rolled-back" -> "versions and owners are those of when it began";
            case "aborting" -> "it is on its way to a safe state";
            case "replanning" -> "the cluster has left its plan, and another is made";
            case "paused" -> "a person paused it. To continue the run:  baton upgrade resume";
            case "stopped" -> current().map(step -> step.text() + " failed: " + step.detail()).orElse("a step failed")
                    + ". To try it again:  baton upgrade resume.  To give up:  baton upgrade abort";
            default -> current().map(step -> step.text() + (step.attempt() > 1 ? ", attempt " + step.attempt() : ""))
                    .orElse("it is about to begin");
        };
    }

    private Optional<StepLine> current() {
        return view.stages().stream().flatMap(stage -> stage.steps().stream())
                .filter(step -> !step.state().equals("done")).findFirst();
    }

    private static String past(RunView.PastPlan plan) {
        return Layout.fill("plan " + plan.digest() + "   ", "left in " + Runs.reached(plan.stages()) + ": "
                + plan.why()) + stages(plan.stages());
    }

    /// Only where there was another plan before.
    private String present() {
        return view.past().isEmpty() ? "" : Layout.fill("plan " + view.digest() + "   ", "in its place since "
                + view.past().getLast().until().truncatedTo(java.time.temporal.ChronoUnit.SECONDS) + ", taken by "
                + view.past().getLast().by());
    }

    private static String stages(List<StageLine> stages) {
        Table table = new Table("#", "STEP", "PLANNED", "TOOK", "");
        for (StageLine stage : stages) {
            table.row(String.valueOf(stage.number()), stage.title().replaceAll(" {2,}", " "),
                    Layout.spoken(stage.takes()), stage.state().equals("pending") ? "-"
                            : stage.took().map(took -> Layout.spoken(seconds(took))).orElse("-"),
                    stage.state().equals("done") ? "" : stage.state());
        }
        StringBuilder text = new StringBuilder(table.text());
        stages.stream().flatMap(stage -> stage.steps().stream()).filter(step -> step.state().equals("failed"))
                .forEach(step -> text.append(Layout.fill("failed: ", step.text() + ": " + step.detail())));
        return text.toString();
    }

    private String groups() {
        Table table = new Table("GROUP", "STATE", "OWNER", "DATA", "OUTAGES", "PLANNED", "LONGEST", "TOTAL",
                "NO FAILOVER");
        view.groups().forEach(group -> table.row(group.group().value(), group.state(),
                group.owner().map(NodeId::value).orElse("-"), group.format().toString(),
                String.valueOf(group.seen().size()), String.valueOf(group.planned()),
                group.seen().stream().max(Duration::compareTo).map(Layout::spoken).orElse("-"),
                group.seen().isEmpty() ? "-" : Layout.spoken(sum(group.seen())),
                group.uncovered().isZero() ? "-" : Layout.spoken(seconds(group.uncovered()))));
        return table.text();
    }

    private static Duration sum(List<Duration> times) {
        return times.stream().reduce(Duration.ZERO, Duration::plus);
    }

    private String nodes() {
        Table table = new Table("NODE", "READS", "TARGET");
        view.nodes().forEach(node -> table.row(node.node().value(), versions(node.now().entrySet()),
                node.targets().isEmpty() ? "-"
                        : node.now().entrySet().containsAll(node.targets().entrySet()) ? "reached"
                        : versions(node.targets().entrySet())));
        return table.text();
    }

    private static String versions(Collection<? extends Map.Entry<?, ?>> versions) {
        return versions.isEmpty() ? "-" : versions.stream().map(version -> version.getKey() + " " + version.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String names(List<NodeId> nodes) {
        return nodes.isEmpty() ? "nobody yet" : nodes.stream().map(NodeId::value).collect(Collectors.joining(", "));
    }

    /// To whole seconds, from the first second on.
    private static Duration seconds(Duration time) {
        return time.toMillis() < 1_000 ? time : Duration.ofSeconds(time.plusMillis(500).toSeconds());
    }
}
