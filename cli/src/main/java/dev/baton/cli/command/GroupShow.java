package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.tree.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton group show`.
@Command(name = "show", description = "Shows one group and its resources.")
public final class GroupShow extends Verb {

    @Parameters(paramLabel = "GROUP", description = "its name")
    String group = "";

    @Option(names = "--json", description = "prints the group as one JSON document")
    boolean json;

    public GroupShow(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        var status = status();
        var known = group(status.image(), group);
        if (json) {
            terminal().document(Json.text(known));
        } else {
            terminal().text(Screens.of(status).groupShow(known.id()));
        }
        return Exit.DONE;
    }
}
