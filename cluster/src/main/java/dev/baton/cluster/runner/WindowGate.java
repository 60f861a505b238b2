package dev.baton.cluster.runner;

import dev.baton.core.model.GroupId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.QuietTime;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Windows;
import dev.baton.core.rules.CoverHistory;
import dev.baton.core.rules.CoverWalk;
import dev.baton.core.rules.WindowFit;
import dev.baton.core.screen.Layout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// Whether the upgrade's windows let a stage begin now. A run rests between stages where every group is covered that
/// was covered when it began, and nobody's users are silenced; what may not be interrupted begins only where it ends
/// within the window, as planned, or at a window's beginning. What has gone past its window is not left half done: it
/// goes on to the next such place. The way back waits for no window.
final class WindowGate {

    private WindowGate() {}

    /// Returns what a stage waits for whose first step has the index; empty when it may begin.
    static Optional<Next> rest(Situation now, int index) {
        Optional<Windows> windows = now.plan().spec().windows();
        List<Plan.Position> all = now.plan().positions();
        Stage stage = all.get(index).stage();
        boolean first = index == 0 || all.get(index - 1).stage().number() != stage.number();
        return windows.isEmpty() || !first || now.state().onWayBack() ? Optional.empty()
                : rest(now, windows.get(), stage.number());
    }

    private static Optional<Next> rest(Situation now, Windows windows, int number) {
        Plan ahead = ahead(now.plan(), number);
        Duration left = windows.openUntil(now.clock().wall())
                .map(end -> Duration.between(now.clock().wall(), end)).orElse(Duration.ZERO);
        Duration all = ahead.stages().stream().map(Stage::takes).reduce(Duration.ZERO, Duration::plus);
        if (left.compareTo(all) >= 0) {
            return Optional.empty();
        }
        CoverHistory history = CoverHistory.of(now.image(), ahead);
        SortedSet<GroupId> before = new CoverWalk(now.origin()).uncovered();
        List<QuietTime> quiet = QuietTime.of(now.trace().start(), now.plan());
        Duration together = WindowFit.stretches(history, ahead.stages(), before, quiet).getFirst().takes();
        Duration longest = windows.longest();
        boolean whole = together.compareTo(longest) > 0 && left.plus(Settling.PATIENCE).compareTo(longest) >= 0;
        boolean inside = now.plan().stages().stream().anyMatch(stage -> stage.number() == number - 1 && stage.goesOn());
        boolean mayRest = WindowFit.mayRest(history.uncovered(0), before, quiet, number - 1) && !inside;
        if (left.compareTo(together) >= 0 || whole || !mayRest) {
            return Optional.empty();
        }
        Instant opens = windows.opensAfter(now.clock().wall());
        return Optional.of(Next.rest("its window (" + windows + "), which opens " + windows.local(opens) + "; step "
                + number + " and what must follow it at once take about " + Layout.spoken(together),
                Optional.of(now.clock().when(opens))));
    }

    private static Plan ahead(Plan plan, int from) {
        return new Plan(plan.spec(), plan.revision(), plan.basis(), plan.stages().stream()
                .filter(stage -> stage.number() >= from).toList());
    }
}
