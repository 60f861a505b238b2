package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `baton config rollback`.
@Command(name = "rollback", description = {"Applies a configuration of the history again, as `config apply` would.",
        "It becomes the newest one; nothing of the history is lost."})
public final class ConfigRollback extends ConfigOrder {

    @Parameters(paramLabel = "NUMBER", description = "which, as `baton config history` numbers them")
    long number;

    public ConfigRollback(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ClusterDocument document = cluster().configuration(number).orElseThrow(() -> {
            List<String> known = cluster().configurations().stream().map(record -> "" + record.number()).toList();
            return unknown("configuration", "" + number, known);
        });
        Request apply = new Request.ApplyConfiguration(document, waiver(), deletions());
        order(apply, Notice.of(apply, status().image()).called("going back to configuration " + number));
        return Exit.DONE;
    }
}
