package dev.baton.cli.command;

import dev.baton.cluster.api.StatusView;
import dev.baton.core.rules.Votes;
import dev.baton.core.screen.StatusScreen;
import java.util.Locale;
import picocli.CommandLine.Command;

/// `baton vote list`.
@Command(name = "list", description = "Lists who has a vote in the coordination engine, and what each does now.")
public final class VoteList extends Show {

    public VoteList(Session session) {
        super(session);
    }

    @Override
    public boolean standsAlone() {
        return true;
    }

    @Override
    Object document(StatusView status) {
        return status.votes();
    }

    @Override
    String page(StatusView status, StatusScreen screen) {
        StatusView.Votes votes = status.votes();
        if (votes.nodes().isEmpty()) {
            return "no node has a vote: an existing ensemble decides\n";
        }
        int needed = new Votes.Count(votes.up(), votes.total()).needed();
        int spare = votes.up() - needed;
        StringBuilder page = new StringBuilder("votes " + votes.up() + " of " + votes.total() + "   " + needed
                + " decide   " + (spare < 0 ? "NO MAJORITY" : spare == 0 ? "none to lose" : spare + " may be lost")
                + "\n");
        votes.nodes().forEach((node, what) -> page.append(String.format(Locale.ROOT, "  %-12s %s%n", node, what)));
        return page.toString();
    }
}
