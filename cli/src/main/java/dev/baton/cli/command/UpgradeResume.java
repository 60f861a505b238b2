package dev.baton.cli.command;

import dev.baton.coordination.request.Request;
import picocli.CommandLine.Command;

/// `baton upgrade resume`.
@Command(name = "resume", description = "Continues the run; a step that failed is tried again.")
public final class UpgradeResume extends RunOrder {

    public UpgradeResume(Session session) {
        super(session, new Request.ResumeRun());
    }
}
