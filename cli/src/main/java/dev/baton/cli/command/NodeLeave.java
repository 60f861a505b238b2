package dev.baton.cli.command;

import dev.baton.cli.api.Pace;
import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton node leave`.
@Command(name = "leave", description = {"Drains a node, and makes it a member no more; its batond ends by itself.",
        "Take it out of cluster.yaml as well."})
public final class NodeLeave extends Order {

    @Parameters(paramLabel = "NODE", description = "its name")
    String node = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the record")
    String reason = "";

    @Mixin
    final Patience patience = new Patience();

    public NodeLeave(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ClusterImage image = status().image();
        NodeImage leaving = node(image, node);
        NodeId id = leaving.id();
        Request leave = new Request.LeaveNode(id, reason);
        // What forbids it is said before anything moves.
        preview(leave);
        Request drain = new Request.DrainNode(id, "it leaves: " + reason);
        List<String> plan = image.ownedBy(id).isEmpty() ? List.of() : preview(drain);
        order(drain, Notice.of(drain, image, plan));
        int drained = await(patience, status -> status.image().boundTo(id).isEmpty()
                ? new Progress.Done(node + " is empty") : new Progress.Moving(node + " still has groups"));
        if (drained != Exit.DONE || consent.dryRun) {
            return drained;
        }
        // Whoever leads may see it a moment later than the node that was asked.
        Pace.rest();
        order(leave, Notice.NONE);
        return await(patience, status -> status.image().nodes().containsKey(id)
                ? new Progress.Moving(node + " is still there") : new Progress.Done(node + " has left"));
    }
}
