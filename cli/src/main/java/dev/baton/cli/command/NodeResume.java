package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton node resume`.
@Command(name = "resume", description = {"Ends your holds on a node; those of others stay, and are named.",
        "Nothing moves back by itself."})
public final class NodeResume extends Order {

    @Parameters(paramLabel = "NODE", description = "its name")
    String node = "";

    @Option(names = "--override", paramLabel = "RULE", description = "`hold`: also holds of other people; needs "
            + "--reason")
    @Nullable String override;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the record")
    @Nullable String reason;

    public NodeResume(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        order(new Request.ResumeNode(node(status().image(), node).id(),
                GroupMove.waiver(override, reason)), Notice.NONE);
        return Exit.DONE;
    }
}
