package dev.baton.core.screen;

import dev.baton.core.journal.RunView;
import dev.baton.core.journal.RunView.StageLine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How far a run is.
final class Runs {
    private Runs() {}

    /// Returns `step 3 of 7, 31 %`, by planned times; what is over its time counts as nearly done.
    static String progress(RunView view) {
        List<StageLine> stages = view.stages();
        int at = current(view).map(StageLine::number).orElse(stages.size());
        return "step " + at + " of " + stages.size() + ", " + percent(view) + " %";
    }

    private static long percent(RunView view) {
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
    static Duration leftOfAll(RunView view) {
        return rounded(view.stages().stream().filter(stage -> !stage.state().equals("done"))
                .map(stage -> stage.takes().minus(spent(stage))).reduce(Duration.ZERO, Duration::plus));
    }

    private static Duration rounded(Duration time) {
        return time.toMinutes() > 0 ? Duration.ofMinutes((time.toSeconds() + 30) / 60)
                : Duration.ofSeconds(time.toSeconds());
    }
}
