package dev.baton.cli.command;

import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.NodeId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton vote take`.
@Command(name = "take", description = {"Takes a node's vote in the coordination engine, also of one that is down, or",
        "that is only about to get it. Its peer ends, and what it kept is removed."})
public final class VoteTake extends Order {

    @Parameters(paramLabel = "NODE", description = "its name")
    String node = "";

    @Option(names = "--override", paramLabel = "RULE", description = "`votes`: also where none is left to lose; needs "
            + "--reason")
    @Nullable String override;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the record")
    @Nullable String reason;

    @Mixin
    final Patience patience = new Patience();

    public VoteTake(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        NodeId id = node(status().image(), node).id();
        order(new Request.TakeVote(id, GroupMove.waiver(override, reason)), Notice.NONE);
        return await(patience, status -> status.votes().nodes().containsKey(id)
                ? new Progress.Moving(id + " still has it")
                : new Progress.Done(id + " has no vote: " + status.votes().total() + " now"));
    }
}
