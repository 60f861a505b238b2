package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.tree.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton status`.
@Command(name = "status", description = "Shows the cluster on one page.")
public final class StatusVerb extends Verb {

    @Option(names = "--json", description = "prints all that is known as one JSON document")
    boolean json;

    public StatusVerb(Session session) {
        super(session);
    }

    @Override
    public boolean standsAlone() {
        return true;
    }

    @Override
    public Integer call() {
        var status = status();
        if (json) {
            terminal().document(Json.text(status));
        } else {
            terminal().text(Screens.of(status).status());
        }
        return Exit.DONE;
    }
}
