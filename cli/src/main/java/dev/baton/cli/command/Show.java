package dev.baton.cli.command;

import dev.baton.cli.api.Pace;
import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.LivePage;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.tree.Json;
import dev.baton.core.screen.StatusScreen;
import java.util.Optional;
import picocli.CommandLine.Option;

/// A verb that only shows something of the cluster: to people as a page, to machines as one JSON document.
abstract class Show extends Verb {

    @Option(names = "--json", description = "prints the same as one JSON document")
    boolean json;

    @Option(names = {"-w", "--watch"}, description = "shows it again whenever it changes, until Ctrl-C")
    boolean watch;

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
        return watch ? watch() : once();
    }

    private int once() {
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

    /// Ages grow on a terminal; elsewhere only what changes in the cluster is a change.
    private int watch() {
        LivePage page = new LivePage(terminal());
        Optional<StatusView> shown = Optional.empty();
        while (!terminal().gone()) {
            StatusView status = status();
            boolean changed = shown.filter(before -> before.sameAs(status)).isEmpty();
            if (json && changed) {
                terminal().document(Json.text(document(status)));
            } else if (!json && (changed || terminal().redraws())) {
                page.draw(page(status, Screens.of(status)), "");
            }
            shown = Optional.of(status);
            Pace.rest();
        }
        return Exit.DONE;
    }
}
