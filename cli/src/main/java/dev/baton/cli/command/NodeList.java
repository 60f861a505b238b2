package dev.baton.cli.command;

import dev.baton.cluster.api.StatusView;
import dev.baton.core.screen.StatusScreen;
import java.util.List;
import picocli.CommandLine.Command;

/// `baton node list`.
@Command(name = "list", description = "Lists every node: state, versions, groups and holds.")
public final class NodeList extends Show {

    public NodeList(Session session) {
        super(session);
    }

    @Override
    public boolean standsAlone() {
        return true;
    }

    @Override
    Object document(StatusView status) {
        return List.copyOf(status.image().nodes().values());
    }

    @Override
    String page(StatusView status, StatusScreen screen) {
        return screen.nodeList();
    }
}
