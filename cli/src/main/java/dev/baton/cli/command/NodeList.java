package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.tree.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton node list`.
@Command(name = "list", description = "Lists every node: state, versions, groups and holds.")
public final class NodeList extends Verb {

    @Option(names = "--json", description = "prints the nodes as one JSON document")
    boolean json;

    public NodeList(Session session) {
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
            terminal().document(Json.text(List.copyOf(status.image().nodes().values())));
        } else {
            terminal().text(Screens.of(status).nodeList());
        }
        return Exit.DONE;
    }
}
