package dev.baton.cli.command;

import dev.baton.core.journal.RunView;
import dev.baton.core.screen.RunScreen;
import java.time.Instant;
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
        RunView view = new RunFollowed(terminal(), this::view, json).toItsRest();
        if (!json && !terminal().redraws()) {
            terminal().text(new RunScreen(view, Instant.now()).text());
        }
        return exit(view);
    }
}
