package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.tree.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton config validate`.
@Command(name = "validate", description = "Reads a cluster file and its kinds, and says every mistake in them.")
public final class ConfigValidate extends Verb {

    @Option(names = {"-f", "--file"}, required = true, paramLabel = "FILE", description = "cluster.yaml")
    String file = "";

    @Option(names = "--json", description = "prints the configuration as one JSON document")
    boolean json;

    public ConfigValidate(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        var document = new Documents(session.directory()).judged(file, terminal());
        if (json) {
            terminal().document(Json.text(document));
        } else {
            terminal().line(file + " is well: cluster " + document.settings().name() + ", "
                    + document.nodes().size() + " nodes, " + document.groups().size() + " groups, kinds: "
                    + String.join(", ", document.kinds().stream().map(kind -> kind.id().value()).toList()));
        }
        return Exit.DONE;
    }
}
