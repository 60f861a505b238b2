package dev.baton.cli.command;

import dev.baton.cluster.api.StatusView;
import dev.baton.core.screen.StatusScreen;
import picocli.CommandLine.Command;

/// `baton status`.
@Command(name = "status", description = "Shows the cluster on one page.")
public final class StatusVerb extends Show {

    public StatusVerb(Session session) {
        super(session);
    }

    @Override
    public boolean standsAlone() {
        return true;
    }

    @Override
    Object document(StatusView status) {
        return status;
    }

    @Override
    String page(StatusView status, StatusScreen screen) {
        return screen.status();
    }
}
