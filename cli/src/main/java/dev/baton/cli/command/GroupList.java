package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.tree.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton group list`.
@Command(name = "list", description = "Lists every group: state, owner, and where it fails over to.")
public final class GroupList extends Verb {

    @Option(names = "--json", description = "prints the groups as one JSON document")
    boolean json;

    public GroupList(Session session) {
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
            terminal().document(Json.text(List.copyOf(status.image().groups().values())));
        } else {
            terminal().text(Screens.of(status).groupList());
        }
        return Exit.DONE;
    }
}
