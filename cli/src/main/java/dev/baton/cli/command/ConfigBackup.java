package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.StateBackup;
import dev.baton.coordination.tree.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton config backup`.
@Command(name = "backup", description = {"Writes all that the cluster must not lose into one file: the configuration,",
        "the intents, the formats of the data, the holds of people, and who keeps which group to himself."})
public final class ConfigBackup extends Verb {

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "FILE", description = "where to, such as "
            + "cluster.backup.json")
    String file = "";

    public ConfigBackup(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        StateBackup backup = cluster().backup();
        new Documents(session.directory()).write(file, Json.text(backup));
        terminal().line(file + " has cluster " + backup.configuration().settings().name() + ": "
                + backup.configuration().nodes().size() + " nodes, " + backup.configuration().groups().size()
                + " groups, as of " + backup.at());
        return Exit.DONE;
    }
}
