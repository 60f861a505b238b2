package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.Difference;
import dev.baton.coordination.tree.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton config diff`.
@Command(name = "diff", description = {"Says field by field what applying a cluster file would change.",
        "Whether it may be applied now says: baton config apply --dry-run"})
public final class ConfigDiff extends Verb {

    @Option(names = {"-f", "--file"}, required = true, paramLabel = "FILE", description = "cluster.yaml")
    String file = "";

    @Option(names = "--json", description = "prints the differences as one JSON document")
    boolean json;

    public ConfigDiff(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ClusterDocument document = new Documents(session.directory()).cluster(file);
        List<Difference> differences = Difference.between(ClusterDocument.of(status().image()), document);
        if (json) {
            terminal().document(Json.text(differences));
        } else if (differences.isEmpty()) {
            terminal().line(file + " is the configuration already");
        } else {
            differences.forEach(difference -> terminal().line(difference.text()));
        }
        return Exit.DONE;
    }
}
