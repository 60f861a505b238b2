package dev.baton.core.screen;

import dev.baton.core.journal.RunView;
import dev.baton.core.journal.RunView.StageLine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How far a run is.
public final class Runs {
    private Runs() {}

    /// Returns whether it goes on only after a person has acted.
    public static boolean needsPerson(RunView view) {
        return view.status().equals("waiting") || view.status().equals("paused") || view.status().equals("stopped");
    }

    /// Returns `step 3 of 7`: how far a plan came, or `its last step`.
    static String reached(List<StageLine> stages) {
        return stages.stream().filter(stage -> !stage.state().equals("done")).findFirst()
                .map(stage -> "step " + stage.number() + " of " + stages.size()).orElse("its last step");
    }

    /// Returns the plan that a person may approve, as lines.
    static String proposal(RunView.ProposedPlan plan) {
        StringBuilder text = new StringBuilder(Layout.fill("  ->  ", "plan " + plan.digest()
                + " leads on from here, in " + Layout.counted(plan.stages().size(), "step")
                + (plan.stages().isEmpty() ? "" : ":")));
        plan.stages().forEach(stage -> text.append(Layout.fill("         ",
                Layout.pad(String.valueOf(stage.number()), 2) + " " + stage.title())));
        plan.outages().forEach(outage -> text.append(Layout.fill("      clients notice: ", outage)));
        plan.against().forEach(why -> text.append(Layout.fill("      a person decides: ", why)));
        return text.toString();
    }

    /// Returns `step 3 of 7, 31 %`, by planned times; what is over its time counts as nearly done.
    public static String progress(RunView view) {
        List<StageLine> stages = view.stages();
        int at = current(view).map(StageLine::number).orElse(stages.size());
        return "step " + at + " of " + stages.size() + ", " + percent(view) + " %";
    }

    /// Returns how much of the run is done, by planned times: 0 to 100.
    public static long percent(RunView view) {
        Duration all = Duration.ZERO;
        Duration done = Duration.ZERO;
        for (StageLine stage : view.stages()) {
            all = all.plus(stage.takes());
            done = done.plus(stage.state().equals("done") ? stage.takes() : spent(stage));
        }
        return all.isZero() ? 0 : done.toMillis() * 100 / all.toMillis();
    }

    private static Duration spent(StageLine stage) {
        Duration most = stage.takes().multipliedBy(95).dividedBy(100);
        Duration spent = stage.took().orElse(Duration.ZERO);
        return spent.compareTo(most) > 0 ? most : spent;
    }

    /// Returns the stage that is on, failed, or comes next.
    static Optional<StageLine> current(RunView view) {
        return view.stages().stream().filter(stage -> !stage.state().equals("done")).findFirst();
    }

    /// Returns how long the present stage still takes as planned, in whole minutes where it is more than one.
    static Optional<Duration> left(RunView view) {
        return current(view).map(stage -> rounded(stage.takes().minus(spent(stage))));
    }

    /// Returns how long the whole run still takes as planned.
    public static Duration leftOfAll(RunView view) {
        return rounded(view.stages().stream().filter(stage -> !stage.state().equals("done"))
                .map(stage -> stage.takes().minus(spent(stage))).reduce(Duration.ZERO, Duration::plus));
    }

    private static Duration rounded(Duration time) {
        return time.toMinutes() > 0 ? Duration.ofMinutes((time.toSeconds() + 30) / 60)
                : Duration.ofSeconds(time.toSeconds());
    }
}
