package dev.baton.cli.command;

import dev.baton.coordination.request.Request;
import picocli.CommandLine.Command;

/// `baton upgrade rollback`.
@Command(name = "rollback", description = {"Takes the run back to where it began: versions and owners of then.",
        "Possible until data have changed their format. A way back that costs outages waits for: upgrade approve"})
public final class UpgradeRollback extends RunOrder {

    public UpgradeRollback(Session session) {
        super(session, new Request.RollbackRun());
    }
}
