package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton config apply`.
@Command(name = "apply", description = {"Makes a cluster file the configuration: what it names is created or changed.",
        "What it leaves out goes only when --delete names it. Intents, holds and owners",
        "stay as they are. Frozen while a run is on."})
public final class ConfigApply extends ConfigOrder {

    @Option(names = {"-f", "--file"}, required = true, paramLabel = "FILE", description = "cluster.yaml")
    String file = "";

    public ConfigApply(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ClusterDocument document = new Documents(session.directory()).judged(file, terminal());
        Request apply = new Request.ApplyConfiguration(document, waiver(), deletions());
        order(apply, Notice.of(apply, status().image()).called("applying " + file));
        return Exit.DONE;
    }
}
