package dev.baton.cli.command;

import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.NodeId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton vote give`.
@Command(name = "give", description = {"Gives a node that is up a vote in the coordination engine. Its batond starts a",
        "peer, which observes until it has caught up, and votes from then on."})
public final class VoteGive extends Order {

    @Parameters(paramLabel = "NODE", description = "its name")
    String node = "";

    @Option(names = "--engine-port", paramLabel = "PORT", description = "first of three ports of its peer (default: "
            + "those of the other peers)")
    @Nullable Integer port;

    @Option(names = "--override", paramLabel = "RULE", description = "`votes`: also a sixth one; needs --reason")
    @Nullable String override;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the record")
    @Nullable String reason;

    @Mixin
    final Patience patience = new Patience();

    public VoteGive(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        NodeId id = node(status().image(), node).id();
        Optional<Request.EnginePorts> ports = Optional.ofNullable(port).map(first -> new Request.EnginePorts(first,
                first + 1, first + 2));
        order(new Request.GiveVote(id, ports, GroupMove.waiver(override, reason)), Notice.NONE);
        return await(patience, status -> progress(status, id));
    }

    private static Progress progress(StatusView status, NodeId id) {
        return node(status.image(), id.value()).voter() ? new Progress.Done(id + " has a vote: "
                + status.votes().total() + " now") : new Progress.Moving(id + " is "
                        + status.votes().nodes().getOrDefault(id, "not there yet"));
    }
}
