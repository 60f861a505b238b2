package dev.baton.cli.command;

import dev.baton.cli.api.Pace;
import dev.baton.coordination.tree.Json;
import dev.baton.core.journal.RunView;
import dev.baton.core.screen.RunScreen;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/// `baton upgrade watch`: on a terminal a page that is drawn again and again, elsewhere a line for each change.
@Command(name = "watch", description = {"Follows the run until it ends or waits for a person.",
        "Ctrl-C leaves it running. Ends with 4 when it waits for a person or failed."})
public final class UpgradeWatch extends RunVerb {

    public UpgradeWatch(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        int drawn = 0;
        String told = "";
        while (true) {
            RunView view = view();
            if (json) {
                told = tell(told, line(view), Json.text(view));
            } else if (terminal().redraws()) {
                String page = new RunScreen(view, Instant.now()).text();
                terminal().raw(drawn == 0 ? "" : "\033[" + drawn + "A\033[J");
                terminal().text(page);
                drawn = (int) page.lines().count();
            } else {
                told = tell(told, line(view), line(view));
            }
            if (terminal().gone() || !goesOn(view)) {
                if (!json && !terminal().redraws()) {
                    terminal().text(new RunScreen(view, Instant.now()).text());
                }
                return exit(view);
            }
            Pace.rest();
        }
    }

    private static boolean goesOn(RunView view) {
        return List.of("running", "replanning", "rolling-back", "aborting").contains(view.status());
    }

    private String tell(String before, String now, String text) {
        if (!now.equals(before)) {
            terminal().document(text);
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
