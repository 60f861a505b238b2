package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `baton node resume`.
@Command(name = "resume", description = {"Ends the operator's holds on a node: groups may be placed there again.",
        "Nothing moves back by itself."})
public final class NodeResume extends Order {

    @Parameters(paramLabel = "NODE", description = "its name")
    String node = "";

    public NodeResume(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        order(new Request.ResumeNode(node(status().image(), node).id()), Notice.NONE);
        return Exit.DONE;
    }
}
