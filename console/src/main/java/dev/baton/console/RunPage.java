package dev.baton.console;

import dev.baton.core.journal.RunView;
import dev.baton.core.screen.Layout;
import dev.baton.core.screen.ReportScreen;
import dev.baton.core.screen.RunFinalizeScreen;
import dev.baton.core.screen.RunScreen;
import dev.baton.core.screen.Runs;
import java.time.Duration;
import java.util.List;

/// A run while it goes on, and its report afterwards.
///
/// @param waits    what it waits for; empty when it does not
/// @param proposal the plan that a person may approve, as lines; empty when there is none
/// @param ending   what ends with the run, as `baton finalize`, while it waits before its last step; otherwise empty
/// @param why      in a sentence, as `baton why run`
/// @param report   what `baton upgrade report` prints
/// @param outages  so far, over all groups
public record RunPage(Frame frame, RunView view, Mark mark, Menu menu, long percent, String progress, String left,
        String waits, boolean person, String proposal, String ending, String why, String report, List<Stage> stages,
        int outages) {

    /// A stage of the plan.
    public record Stage(String number, String title, Mark mark, String planned, String took, List<Step> steps) {}

    /// A step of the stage that is on or failed.
    public record Step(String text, Mark mark, String detail) {}

    /// Returns where the report stands alone.
    public String address() {
        return Paths.report(view.run());
    }

    static RunPage of(Known known, RunView view) {
        ReportScreen report = new ReportScreen(view, known.status().now());
        boolean over = view.ended().isPresent();
        return new RunPage(Frame.of(known, view.upgrade(), Paths.run(view.run())), view, Mark.ofRun(view.status()),
                Menu.of(view), over && view.status().equals("finished") ? 100 : Runs.percent(view),
                Runs.progress(view), over ? "" : "about " + Layout.spoken(Runs.leftOfAll(view)) + " left",
                view.waitingFor().orElse(""), Runs.needsPerson(view),
                view.proposed().map(RunScreen::proposal).orElse(""), ending(known, view), report.why(), report.text(),
                view.stages().stream().map(RunPage::stage).toList(), view.groups().stream()
                        .mapToInt(group -> group.seen().size()).sum());
    }

    private static String ending(Known known, RunView view) {
        RunFinalizeScreen page = new RunFinalizeScreen(known.status().image(), view, known.status().now());
        return page.concerns() ? page.text() : "";
    }

    private static Stage stage(RunView.StageLine stage) {
        boolean open = stage.state().equals("now") || stage.state().equals("failed");
        return new Stage(String.valueOf(stage.number()), stage.title().replaceAll(" {2,}", " "),
                Mark.ofRun(stage.state()), Layout.spoken(stage.takes()), stage.took().map(RunPage::seconds).orElse("-"),
                open ? stage.steps().stream().map(step -> new Step(step.text() + (step.attempt() > 1 ? " (attempt "
                        + step.attempt() + ")" : ""), Mark.ofRun(step.state()), step.detail())).toList() : List.of());
    }

    private static String seconds(Duration time) {
        return Layout.spoken(time.toMinutes() > 0 ? Duration.ofSeconds(time.toSeconds()) : time);
    }
}
