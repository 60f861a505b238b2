package dev.baton.cli.command;

import dev.baton.cluster.api.StatusView;
import dev.baton.core.screen.StatusScreen;
import java.util.List;
import picocli.CommandLine.Command;

/// `baton group list`.
@Command(name = "list", description = "Lists every group: state, owner, and where it fails over to.")
public final class GroupList extends Show {

    public GroupList(Session session) {
        super(session);
    }

    @Override
    public boolean standsAlone() {
        return true;
    }

    @Override
    Object document(StatusView status) {
        return List.copyOf(status.image().groups().values());
    }

    @Override
    String page(StatusView status, StatusScreen screen) {
        return screen.groupList();
    }
}
