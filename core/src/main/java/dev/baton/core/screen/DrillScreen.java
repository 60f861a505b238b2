package dev.baton.core.screen;

import dev.baton.core.journal.RunView;
import dev.baton.core.journal.RunView.StageLine;
import dev.baton.core.journal.RunView.StepLine;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Durations;
import dev.baton.core.plan.Stage;
import dev.baton.core.planner.Drill;
import dev.baton.core.rules.Candidates.Candidate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What `baton drill` prints: before it begins which group visits which node, and what that costs; afterwards what came
/// of it.
///
/// @param image that the drill was made for
/// @param drill the drill
public record DrillScreen(ClusterImage image, Drill drill) {

    private static final String MARGIN = "  ";
    private static final int LABEL = 13;

    /// Returns the drill before it begins.
    ///
    /// @param digest of its plan
    /// @param proof  the prover's answer
    public String before(String digest, PlanScreen.Proof proof) {
        StringBuilder text = new StringBuilder(head(digest)).append('\n').append(groups());
        if (drill.plan().stages().isEmpty()) {
            return text.append('\n').append(MARGIN).append("nothing to drill: no group may visit another node\n")
                    .toString();
        }
        text.append('\n').append(stages()).append('\n');
        Map<GroupId, Integer> outages = drill.outages(image);
        text.append(line("outages", outages.values().stream().mapToInt(Integer::intValue).sum() + ": "
                + outages.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ")) + "; one for each visit and one for each way home"));
        text.append(line("no failover", drill.exposure().isEmpty() ? "0: every group can fail over at every step"
                : drill.exposure().entrySet().stream().map(entry -> entry.getKey() + " "
                + Layout.spoken(entry.getValue())).collect(Collectors.joining(", "))));
        text.append(line("takes", Layout.spoken(drill.plan().stages().stream().map(Stage::takes)
                .reduce(Duration.ZERO, Duration::plus))));
        text.append(line("if it fails", "the group returns to where it was, straight, and the drill ends"));
        return text.append(line(proof.word(), proof.text())).toString();
    }

    private String head(String digest) {
        long drilled = drill.groups().stream().filter(group -> !group.visits().isEmpty()).count();
        long visits = drill.groups().stream().mapToLong(group -> group.visits().size()).sum();
        return "drill   " + Layout.counted(visits, "visit") + " by " + Layout.counted(drilled, "group") + " of "
                + image.groups().size() + ", on " + Layout.counted(image.members().size(), "node") + "\n"
                + "        plan " + digest + "\n";
    }

    private String groups() {
        StringBuilder text = new StringBuilder();
        int width = widest(image.nodes().keySet().stream().map(NodeId::value).toList());
        int margin = widest(drill.groups().stream().map(group -> group.group().value()).toList());
        for (Drill.OfGroup group : drill.groups()) {
            String name = MARGIN + Layout.pad(group.group().value(), margin) + "  ";
            String where = group.home().map(home -> "is on " + home).orElse("is nowhere");
            String asks = group.asked() ? "; at each stop its kind's check is asked"
                    : "; its kind has no check: its monitors have the only word";
            text.append(Layout.fill(name, where + (group.visits().isEmpty() ? "" : asks)));
            group.against().forEach(reason -> text.append(Layout.fill(" ".repeat(name.length()), "no: "
                    + sentence(reason))));
            if (group.against().isEmpty()) {
                group.others().forEach(other -> text.append(Layout.fill(" ".repeat(name.length())
                        + Layout.pad(other.node().value(), width) + "  ", visit(other))));
            }
        }
        return text.toString();
    }

    private static String visit(Candidate other) {
        return other.legal() ? "visited" : "no: " + other.against().stream().map(PlacementReason::brief)
                .collect(Collectors.joining("; "));
    }

    private static String sentence(Reason reason) {
        return reason.facts() + " (" + reason.rule() + ")" + (reason.wayOut().isEmpty() ? "" : "; "
                + reason.wayOut());
    }

    private static int widest(Collection<String> words) {
        return words.stream().mapToInt(String::length).max().orElse(0);
    }

    private String stages() {
        Table table = new Table("  #", "STEP", "TAKES", "OUTAGE", "IF ONE MORE NODE FAILS MEANWHILE");
        for (Stage stage : drill.plan().stages()) {
            table.row("  " + stage.number(), stage.title().replaceAll(" {2,}", " "), Durations.text(stage.takes()),
                    stage.silent(image).stream().map(GroupId::value).collect(Collectors.joining(" ")),
                    drill.outlooks().get(stage.number() - 1).sentence());
        }
        return table.text();
    }

    private static String line(String label, String words) {
        return Layout.fill(MARGIN + Layout.pad(label, LABEL), words);
    }

    /// The drill as JSON has it before it begins.
    ///
    /// @param verdict `PROVED`, `BROKEN` or `UNPROVEN`
    /// @param outages that clients of each group notice
    /// @param steps   titles of the stages, in order
    public record View(String verdict, List<Drill.OfGroup> groups, Map<GroupId, Integer> outages,
            Map<GroupId, Duration> exposure, List<String> steps) {}

    /// Returns the drill before it begins, for machines.
    public View view(String verdict) {
        return new View(verdict, drill.groups(), drill.outages(image), drill.exposure(), drill.plan().stages().stream()
                .map(stage -> stage.title().replaceAll(" {2,}", " ")).toList());
    }

    /// What came of one stop of a drill: a visit, or the way home.
    ///
    /// @param moved  how long the move took; empty when it was not done
    /// @param state  `passed`, `failed`, `now` or `not visited`
    /// @param detail what was seen, or why it failed; may be empty
    public record Stop(GroupId group, NodeId node, boolean home, Optional<Duration> moved, String state,
            String detail) {}

    /// What came of a drill.
    ///
    /// @param passed whether every stop was made, and the group served there
    /// @param stops  in order
    public record Outcome(String run, String status, boolean passed, List<Stop> stops,
            Map<GroupId, List<Duration>> outages) {}

    /// Returns what came of the run that carried this drill out.
    public Outcome outcome(RunView view) {
        List<StageLine> lines = view.past().isEmpty() ? view.stages() : view.past().getFirst().stages();
        List<Stop> stops = drill.plan().stages().stream().map(stage -> stop(stage, lines.get(stage.number() - 1)))
                .toList();
        return new Outcome(view.run().value(), view.status(), view.status().equals("finished")
                && stops.stream().allMatch(stop -> stop.state().equals("passed")), stops, view.groups().stream()
                .filter(group -> !group.seen().isEmpty()).collect(Collectors.toMap(RunView.GroupLine::group,
                        RunView.GroupLine::seen, (one, _) -> one, java.util.TreeMap::new)));
    }

    private Stop stop(Stage stage, StageLine line) {
        if (!(stage.subject() instanceof Stage.Subject.MoveGroup(var group, _, var to, _))) {
            throw new IllegalArgumentException(stage.title() + " is no stop of a drill");
        }
        boolean home = drill.groups().stream().anyMatch(one -> one.group().equals(group)
                && one.home().equals(Optional.of(to)));
        StepLine last = line.steps().stream().filter(step -> step.state().equals("failed")).findFirst()
                .orElse(line.steps().getLast());
        String state = switch (line.state()) {
            case "done" -> "passed";
            case "pending" -> "not visited";
            default -> line.state();
        };
        return new Stop(group, to, home, line.steps().getFirst().took().filter(_ -> line.steps().getFirst().state()
                .equals("done")), state, last.detail());
    }

    /// Returns what came of it, for people.
    ///
    /// @param now wall-clock time
    public String after(RunView view, Instant now) {
        Outcome outcome = outcome(view);
        Duration took = Duration.between(view.started(), view.ended().orElse(now));
        StringBuilder text = new StringBuilder(Layout.fill("drill   ", verdict(view, outcome) + ", in "
                + Layout.spoken(took) + " (run " + view.run() + ")")).append('\n');
        Table table = new Table("GROUP", "NODE", "MOVED IN", "");
        outcome.stops().forEach(stop -> table.row(stop.group().value(), stop.node() + (stop.home() ? " (home)" : ""),
                stop.moved().map(Layout::spoken).orElse("-"), stop.state()));
        text.append(table.text());
        outcome.stops().stream().filter(stop -> stop.state().equals("failed")).forEach(stop -> text.append(
                Layout.fill("failed: ", stop.group() + " on " + stop.node() + ": " + stop.detail())));
        if (!view.past().isEmpty()) {
            text.append(Layout.fill("ended: ", view.past().getFirst().why()));
        }
        view.waitingFor().ifPresent(what -> text.append(Layout.fill("waits for ", what)));
        text.append('\n').append(noticed(view));
        return text.toString();
    }

    private static String verdict(RunView view, Outcome outcome) {
        return outcome.passed() ? "passed" : switch (view.status()) {
            case "finished", "rolled-back" -> "FAILED; every group is where it was, as far as its node may have it";
            case "aborted" -> "ended early by a person";
            default -> "not done: the run is " + view.status();
        };
    }

    private String noticed(RunView view) {
        Table table = new Table("GROUP", "STATE", "OWNER", "OUTAGES", "PLANNED", "LONGEST", "TOTAL");
        Map<GroupId, Integer> planned = drill.outages(image);
        view.groups().stream().filter(group -> planned.containsKey(group.group()) || !group.seen().isEmpty())
                .forEach(group -> table.row(group.group().value(), group.state(),
                        group.owner().map(NodeId::value).orElse("-"), String.valueOf(group.seen().size()),
                        String.valueOf(planned.getOrDefault(group.group(), 0)),
                        group.seen().stream().max(Duration::compareTo).map(Layout::spoken).orElse("-"),
                        group.seen().isEmpty() ? "-" : Layout.spoken(group.seen().stream().reduce(Duration.ZERO,
                                Duration::plus))));
        return table.text();
    }
}
