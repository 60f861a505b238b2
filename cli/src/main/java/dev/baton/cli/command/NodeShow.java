package dev.baton.cli.command;

import dev.baton.cluster.api.StatusView;
import dev.baton.core.screen.StatusScreen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `baton node show`.
@Command(name = "show", description = "Shows one node: what it runs, what it reads, who holds it.")
public final class NodeShow extends Show {

    @Parameters(paramLabel = "NODE", description = "its name")
    String node = "";

    public NodeShow(Session session) {
        super(session);
    }

    @Override
    Object document(StatusView status) {
        return node(status.image(), node);
    }

    @Override
    String page(StatusView status, StatusScreen screen) {
        return screen.nodeShow(node(status.image(), node).id());
    }
}
