package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.tree.Json;
import dev.baton.core.screen.StatusScreen;
import java.util.Optional;
import picocli.CommandLine.Option;

/// A verb that only shows something of the cluster: to people as a page, to machines as one JSON document.
abstract class Show extends Verb {

    @Option(names = "--json", description = "prints the same as one JSON document")
    boolean json;

    Show(Session session) {
        super(session);
    }

    /// Returns what machines are told.
    ///
    /// @throws dev.baton.cli.terminal.Failure if what was named does not exist
    abstract Object document(StatusView status);

    /// Returns the page for people.
    ///
    /// @throws dev.baton.cli.terminal.Failure if what was named does not exist
    abstract String page(StatusView status, StatusScreen screen);

    /// Exits with 3 when what was shown is only what a node last knew, and says so.
    @Override
    public final Integer call() {
        StatusView status = status();
        if (json) {
            terminal().document(Json.text(document(status)));
        } else {
            terminal().text(page(status, Screens.of(status)));
        }
        Optional<String> lastKnown = cluster().lastKnown();
        lastKnown.ifPresent(why -> terminal().aside("baton: " + why + ": this is what it last knew."));
        return lastKnown.isPresent() ? Exit.UNREACHABLE : Exit.DONE;
    }
}
