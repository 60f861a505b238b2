package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.tree.Json;
import dev.baton.core.journal.RunView;
import dev.baton.core.screen.ReportScreen;
import picocli.CommandLine.Command;

/// `baton upgrade report`.
@Command(name = "report", description = "Reports what a run was to do, what it took and what clients noticed.")
public final class UpgradeReport extends RunVerb {

    public UpgradeReport(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        RunView view = view();
        if (json) {
            terminal().document(Json.text(view));
        } else {
            terminal().text(new ReportScreen(view, status().now()).text());
        }
        return Exit.DONE;
    }
}
