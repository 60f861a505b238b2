package dev.baton.core.screen;

import dev.baton.core.journal.RunView;
import dev.baton.core.journal.RunView.GroupLine;
import dev.baton.core.journal.RunView.StageLine;
import dev.baton.core.journal.RunView.StepLine;
import dev.baton.core.model.GroupId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What `baton upgrade watch` and `upgrade status` print of a run.
///
/// @param view the run
/// @param now  wall-clock time
public record RunScreen(RunView view, Instant now) {

    /// Returns the run stage by stage; the steps of a stage are shown while it is on or when one of them failed.
    public String text() {
        StringBuilder text = new StringBuilder(head());
        view.past().forEach(plan -> text.append(Layout.fill("  --  ", "plan " + plan.digest() + " was left in "
                + Runs.reached(plan.stages()) + ": " + plan.why() + "; replaced by " + plan.by())));
        for (StageLine stage : view.stages()) {
            text.append(stage(stage));
            if (stage.state().equals("now") || stage.state().equals("failed")) {
                stage.steps().forEach(step -> text.append(step(step)));
            }
        }
        view.canaries().forEach(line -> text.append(Layout.fill("  ", line.text())));
        view.proposed().ifPresent(plan -> text.append(Runs.proposal(plan)));
        view.waitingFor().ifPresent(what -> text.append(Layout.fill(Runs.needsPerson(view) ? "  ??  WAITING for "
                : "  ..  waits for ", what)));
        view.undone().forEach(what -> text.append(Layout.fill("  undone  ", what)));
        text.append(exposure());
        return text.toString();
    }

    /// Returns the plan that a person may approve, as lines.
    public static String proposal(RunView.ProposedPlan plan) {
        return Runs.proposal(plan);
    }

    private String head() {
        Duration elapsed = Duration.between(view.started(), view.ended().orElse(now));
        String left = view.ended().isPresent() ? ""
                : "   about " + Layout.spoken(Runs.leftOfAll(view)) + " left";
        String seen = each(GroupLine::seen);
        String clients = each(GroupLine::clients);
        long count = view.groups().stream().mapToLong(group -> group.seen().size()).sum();
        return Layout.fill(view.upgrade() + "   ", view.status() + " " + Layout.spoken(truncated(elapsed)) + left
                + "   outages so far " + count + " of " + view.outages() + (seen.isEmpty() ? "" : " (" + seen + ")")
                + (clients.isEmpty() ? "" : ", as clients saw them: " + clients));
    }

    private String each(Function<GroupLine, List<Duration>> times) {
        return view.groups().stream().filter(group -> !times.apply(group).isEmpty()).map(group -> group.group() + " "
                + times.apply(group).stream().map(Layout::spoken).collect(Collectors.joining(" ")))
                .collect(Collectors.joining(", "));
    }

    private static Duration truncated(Duration time) {
        return Duration.ofSeconds(time.toSeconds());
    }

    private int title() {
        return view.stages().stream().mapToInt(stage -> stage.title().length() + 1).reduce(30, Math::max);
    }

    private String stage(StageLine stage) {
        String times = stage.state().equals("done") ? stage.took().map(RunScreen::precise).orElse("")
                : stage.state().equals("now") ? stage.took().map(took -> precise(took) + "   of about "
                + Layout.spoken(stage.takes())).orElse("") : "";
        return ("  " + mark(stage.state()) + "  " + Layout.pad(String.valueOf(stage.number()), 2) + " "
                + Layout.pad(stage.title(), title()) + " " + times).stripTrailing() + "\n";
    }

    private static String precise(Duration time) {
        return Layout.spoken(time.toMinutes() > 0 ? truncated(time) : time);
    }

    private static String step(StepLine step) {
        String detail = step.detail().isEmpty() ? "" : ": " + step.detail();
        String attempt = step.attempt() > 1 ? " (attempt " + step.attempt() + ")" : "";
        return Layout.fill("         " + mark(step.state()) + "  ", step.text() + attempt + detail);
    }

    private static String mark(String state) {
        return switch (state) {
            case "done" -> "ok";
            case "now" -> ">>";
            case "failed" -> "!!";
            default -> "  ";
        };
    }

    private String exposure() {
        List<GroupLine> exposed = view.groups().stream().filter(group -> !group.uncovered().isZero()).toList();
        Optional<Duration> most = exposed.stream().map(GroupLine::uncovered).max(Duration::compareTo);
        return most.map(time -> Layout.fill("  !   ", "without failover so far: " + names(exposed) + ", up to "
                + Layout.spoken(truncated(time)) + " each")).orElse("");
    }

    private static String names(List<GroupLine> groups) {
        return groups.size() > 8 ? groups.size() + " groups"
                : groups.stream().map(GroupLine::group).map(GroupId::value).collect(Collectors.joining(" "));
    }
}
