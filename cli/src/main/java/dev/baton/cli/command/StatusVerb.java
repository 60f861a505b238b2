package dev.baton.cli.command;

import dev.baton.cluster.api.StatusView;
import dev.baton.core.screen.StatusScreen;
import dev.baton.core.screen.TreeScreen;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton status`.
@Command(name = "status", description = "Shows the cluster on one page.")
public final class StatusVerb extends Show {

    @Option(names = "--tree", description = "shows nodes, the groups on them, and their resources as a tree")
    boolean tree;

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
        String page = tree ? new TreeScreen(screen).text() : screen.status();
        return page + status.margin().map(margin -> String.format(Locale.ROOT,
                "%nsmallest lease margin lately: %.1f s of %.0f s (%s)%n", margin.left().toMillis() / 1000.0,
                margin.lease().toMillis() / 1000.0, margin.node())).orElse("");
    }
}
