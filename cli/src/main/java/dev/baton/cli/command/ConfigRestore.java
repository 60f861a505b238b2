package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.StateBackup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton config restore`.
@Command(name = "restore", description = {"Brings back what a backup has and the cluster has not, with the intents,",
        "formats and holds of then. What exists keeps its intent, holds and owner."})
public final class ConfigRestore extends ConfigOrder {

    @Option(names = {"-f", "--file"}, required = true, paramLabel = "FILE", description = "as `baton config backup` "
            + "wrote it")
    String file = "";

    public ConfigRestore(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        StateBackup backup = new Documents(session.directory()).backup(file);
        Request restore = new Request.RestoreState(backup, waiver(), deletions());
        order(restore, Notice.of(restore, status().image()).called("restoring " + file));
        return Exit.DONE;
    }
}
