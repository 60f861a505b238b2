package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    @Option(names = "--for", paramLabel = "TIME", description = "ends by itself after this, such as 2h (default: "
            + "when it is resumed)")
    @Nullable Duration lasting;

    public NodePause(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        order(new Request.PauseNode(node(status().image(), node).id(), reason,
                Optional.ofNullable(lasting)), Notice.NONE);
        return Exit.DONE;
    }
}
