package dev.baton.cli.command;

import dev.baton.coordination.request.Request;
import picocli.CommandLine.Command;

/// `baton upgrade approve`.
@Command(name = "approve", description = "Lets the run go on past the stop point where it waits.")
public final class UpgradeApprove extends RunOrder {

    public UpgradeApprove(Session session) {
        super(session, new Request.ApproveRun());
    }
}
