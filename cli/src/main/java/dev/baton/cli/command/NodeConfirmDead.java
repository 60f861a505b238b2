package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.ClusterImage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton node confirm-dead`.
@Command(name = "confirm-dead", description = {"Says, for the record, that a machine that is down is surely off:",
        "what it could not stop, or what waits for its fencing, goes on elsewhere.",
        "If it is not off, two machines may write to the same disk."})
public final class NodeConfirmDead extends Order {

    @Parameters(paramLabel = "NODE", description = "its name")
    String node = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "how you know")
    String reason = "";

    public NodeConfirmDead(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ClusterImage image = status().image();
        Request dead = new Request.ConfirmDead(node(image, node).id(), reason);
        order(dead, Notice.of(dead, image));
        return Exit.DONE;
    }
}
