package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.screen.FinalizeScreen;
import dev.baton.core.screen.RunFinalizeScreen;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `baton finalize`.
@Command(name = "finalize", description = {"Shows whether the cluster level may rise, and what that means.",
        "With --yes it rises, for good: a version of Baton that does not speak it never",
        "joins again. It touches no data and no group; it may wait as long as you like.",
        "While a run waits before its last step, it shows what ends with the run instead."})
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
        StatusView status = status();
        Optional<RunFinalizeScreen> run = status.run().map(view -> new RunFinalizeScreen(status.image(), view,
                status.now())).filter(RunFinalizeScreen::concerns);
        if (run.isPresent()) {
            terminal().text(run.get().text());
            return run.get().against().isEmpty() && !consent.yes ? Exit.DONE : Exit.REFUSED;
        }
        FinalizeScreen page = status.finalizing();
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
        return await(patience, later -> later.image().level() >= level
                ? new Progress.Done("the cluster is at level " + level) : new Progress.Moving("the cluster is at level "
                        + later.image().level()));
    }
}
