package dev.baton.cli.command;

import dev.baton.coordination.request.Request;
import picocli.CommandLine.Command;

/// `baton upgrade pause`.
@Command(name = "pause", description = "Lets the run rest after the step that is on now.")
public final class UpgradePause extends RunOrder {

    public UpgradePause(Session session) {
        super(session, new Request.PauseRun());
    }
}
