package dev.baton.cli.command;

import dev.baton.cli.api.Pace;
import dev.baton.cli.terminal.LivePage;
import dev.baton.cli.terminal.Terminal;
import dev.baton.coordination.tree.Json;
import dev.baton.core.journal.RunView;
import dev.baton.core.screen.RunScreen;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// A run that is looked at until it ends or waits for a person: on a terminal a page that is drawn again and again,
/// elsewhere a line for each change.
///
/// @param look returns the run as it is now
/// @param json whether each change is told as a JSON document
record RunFollowed(Terminal terminal, Supplier<RunView> look, boolean json) {

    /// Returns the run as it was when it did not go on any more, or when whoever watched had gone.
    RunView toItsRest() {
        LivePage page = new LivePage(terminal);
        String told = "";
        while (true) {
            RunView view = look.get();
            if (json) {
                told = tell(told, line(view), Json.text(view));
            } else if (terminal.redraws()) {
                page.draw(new RunScreen(view, Instant.now()).text(), ">>");
            } else {
                told = tell(told, line(view), line(view));
            }
            if (terminal.gone() || !goesOn(view)) {
                return view;
            }
            Pace.rest();
        }
    }

    private static boolean goesOn(RunView view) {
        return List.of("running", "replanning", "rolling-back", "aborting").contains(view.status());
    }

    private String tell(String before, String now, String text) {
        if (!now.equals(before)) {
            terminal.document(text);
        }
        return now;
    }

    private static String line(RunView view) {
        String plan = view.past().isEmpty() ? "" : "plan " + view.digest() + "  ";
        return view.status() + "  " + plan + view.stages().stream()
                .filter(stage -> !stage.state().equals("done")).findFirst()
                .map(stage -> stage.number() + " of " + view.stages().size() + "  "
                        + stage.title().replaceAll(" {2,}", " ") + stage.steps().stream()
                        .filter(step -> !step.state().equals("done")).findFirst()
                        .map(step -> ": " + step.text()).orElse("")).orElse("every step is done");
    }
}
