package dev.baton.demo;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.core.journal.RunView;
import dev.baton.core.journal.RunView.StageLine;
import dev.baton.core.journal.RunView.StepLine;
import dev.baton.demo.local.Waiting;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Follows a run to its end, whoever leads meanwhile, and says a line when a stage begins and when it ends.
final class RunFollower {

    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final ApiClient api;
    private final String run;
    private final Consumer<String> progress;
    private final Map<Integer, String> shown = new TreeMap<>();
    private @Nullable RunView last;
    private int plans;
    private long heard = System.nanoTime();

    RunFollower(ApiClient api, String run, Consumer<String> progress) {
        this.api = api;
        this.run = run;
        this.progress = progress;
    }

    /// Returns the run as it was when it ended, stopped, or began to wait for a person.
    ///
    /// @throws Failure if nobody answers for a minute, or the run is not known
    RunView follow() {
        if (!Waiting.until(LONGEST, this::rests)) {
            progress.accept("the run has not ended after " + LONGEST.toMinutes() + " min");
        }
        if (last == null) {
            throw new Failure(Exit.RUN_WAITS, "the run " + run + " is not known to the cluster");
        }
        return last;
    }

    private boolean rests() {
        try {
            api.run(run).ifPresent(view -> {
                last = view;
                show(view);
            });
            heard = System.nanoTime();
        } catch (Failure unreachable) {
            if (System.nanoTime() - heard > SILENCE.toNanos()) {
                throw unreachable;
            }
        }
        RunView view = last;
        return view != null && (view.ended().isPresent() || view.status().equals("stopped")
                || view.status().equals("paused")
                || view.proposed().filter(plan -> !plan.against().isEmpty()).isPresent());
    }

    private void show(RunView view) {
        if (view.past().size() > plans) {
            plans = view.past().size();
            shown.clear();
            progress.accept("  --  plan " + view.digest() + " from here on: " + view.past().getLast().why());
        }
        for (StageLine stage : view.stages()) {
            String before = shown.put(stage.number(), stage.state());
            if (stage.state().equals(before) || stage.state().equals("pending")) {
                continue;
            }
            switch (stage.state()) {
                case "done" -> progress.accept(line("ok", stage) + stage.took().map(RunFollower::seconds).orElse(""));
                case "failed" -> {
                    progress.accept(line("!!", stage));
                    stage.steps().stream().filter(step -> step.state().equals("failed")).map(RunFollower::failure)
                            .forEach(progress);
                }
                default -> progress.accept(line(">>", stage).stripTrailing());
            }
        }
    }

    private static String failure(StepLine step) {
        return "         !!  " + step.text() + ": " + step.detail();
    }

    private static String line(String mark, StageLine stage) {
        return String.format(Locale.ROOT, "  %s  %d  %-46s", mark, stage.number(), stage.title());
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%6.1f s", took.toMillis() / 1000.0);
    }
}
