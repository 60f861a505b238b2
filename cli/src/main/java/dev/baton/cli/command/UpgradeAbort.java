package dev.baton.cli.command;

import dev.baton.coordination.request.Request;
import picocli.CommandLine.Command;

/// `baton upgrade abort`.
@Command(name = "abort", description = {"Ends the run here.",
        "What is half done is brought to a safe state, and the run's holds end."})
public final class UpgradeAbort extends RunOrder {

    public UpgradeAbort(Session session) {
        super(session, new Request.AbortRun());
    }
}
