package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.tree.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton node show`.
@Command(name = "show", description = "Shows one node: what it runs, what it reads, who holds it.")
public final class NodeShow extends Verb {

    @Parameters(paramLabel = "NODE", description = "its name")
    String node = "";

    @Option(names = "--json", description = "prints the node as one JSON document")
    boolean json;

    public NodeShow(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        var status = status();
        var known = node(status.image(), node);
        if (json) {
            terminal().document(Json.text(known));
        } else {
            terminal().text(Screens.of(status).nodeShow(known.id()));
        }
        return Exit.DONE;
    }
}
