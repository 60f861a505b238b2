package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.RunView;
import dev.baton.core.screen.RunScreen;
import java.util.Optional;
import picocli.CommandLine.Command;

/// `baton upgrade approve`: at a stop point unasked; a plan that takes the place of another is shown and asked about.
@Command(name = "approve", description = {"Lets the run go on past the stop point where it waits,",
        "or with the plan that it proposes after accidents; that one is shown first."})
public final class UpgradeApprove extends Order {

    public UpgradeApprove(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        Optional<RunView.ProposedPlan> proposed = status().run().flatMap(RunView::proposed);
        if (!json) {
            proposed.ifPresent(plan -> terminal().text(RunScreen.proposal(plan)));
        }
        order(new Request.ApproveRun(proposed.map(RunView.ProposedPlan::digest)),
                proposed.map(Notice::of).orElse(Notice.NONE));
        return Exit.DONE;
    }
}
