package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton config apply`.
@Command(name = "apply", description = {"Makes a cluster file the configuration: what it names is created or changed,",
        "what it leaves out is removed when nothing depends on it. Frozen while a run is on."})
public final class ConfigApply extends Order {

    @Option(names = {"-f", "--file"}, required = true, paramLabel = "FILE", description = "cluster.yaml")
    String file = "";

    @Option(names = "--override", paramLabel = "RULE", description = "`frozen`: also while a run is on; needs --reason")
    @Nullable String override;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the record")
    @Nullable String reason;

    public ConfigApply(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ClusterDocument document = new Documents(session.directory()).cluster(file);
        var waiver = GroupMove.waiver(override, reason);
        Request apply = new Request.ApplyConfiguration(document, waiver);
        order(apply, new Notice("applying " + file, Notice.of(apply, status().image()).effects()));
        return Exit.DONE;
    }
}
