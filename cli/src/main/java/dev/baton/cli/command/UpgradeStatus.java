package dev.baton.cli.command;

import dev.baton.coordination.tree.Json;
import dev.baton.core.journal.RunView;
import dev.baton.core.screen.RunScreen;
import picocli.CommandLine.Command;

/// `baton upgrade status`.
@Command(name = "status", description = "Shows where the run is. Ends with 4 when it waits for a person or failed.")
public final class UpgradeStatus extends RunVerb {

    public UpgradeStatus(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        RunView view = view();
        if (json) {
            terminal().document(Json.text(view));
        } else {
            terminal().text(new RunScreen(view, status().now()).text());
        }
        return exit(view);
    }
}
