package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterLevels;
import dev.baton.core.journal.RunView;
import dev.baton.core.screen.FinalizeScreen;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `baton finalize`.
@Command(name = "finalize", description = {"Shows whether the cluster level may rise, and what that means.",
        "With --yes it rises, for good: a version of Baton that does not speak it never",
        "joins again. It touches no data and no group; it may wait as long as you like."})
public final class FinalizeVerb extends Order {

    @Mixin
    final Patience patience = new Patience();

    public FinalizeVerb(Session session) {
        super(session);
    }

    @Override
    public boolean standsAlone() {
        return true;
    }

    /// Exits with 1 where it is not yet possible.
    @Override
    public Integer call() {
        FinalizeScreen page = page(status());
        if (!page.concerns()) {
            terminal().text(page.text());
            return Exit.DONE;
        }
        if (!consent.yes && !consent.dryRun) {
            terminal().text(page.text());
            return page.against().isEmpty() ? Exit.DONE : Exit.REFUSED;
        }
        int level = page.next();
        order(new Request.FinalizeLevel(level), Notice.NONE);
        return await(patience, status -> status.image().level() >= level
                ? new Progress.Done("the cluster is at level " + level) : new Progress.Moving("the cluster is at level "
                        + status.image().level()));
    }

    private static FinalizeScreen page(StatusView status) {
        int next = status.image().level() + 1;
        return new FinalizeScreen(status.image(), status.run().map(RunView::run), Optional.of(next)
                .filter(level -> level <= ClusterLevels.BUILD.highest()).map(ClusterLevels::brings));
    }
}
