package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton node pause`.
@Command(name = "pause", description = {"Keeps planned placements away from a node; what runs there goes on.",
        "An emergency failover may still come. It ends with: baton node resume"})
public final class NodePause extends Order {

    @Parameters(paramLabel = "NODE", description = "its name")
    String node = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for whoever asks `baton why`")
    String reason = "maintenance";

    public NodePause(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        order(new Request.PauseNode(node(status().image(), node).id(), reason), Notice.NONE);
        return Exit.DONE;
    }
}
