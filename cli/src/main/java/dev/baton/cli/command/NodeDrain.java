package dev.baton.cli.command;

import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeImage;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton node drain`.
@Command(name = "drain", description = "Pauses a node and moves every group on it to the best other node.")
public final class NodeDrain extends Order {

    @Parameters(paramLabel = "NODE", description = "its name")
    String node = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for whoever asks `baton why`")
    String reason = "maintenance";

    @Mixin
    final Patience patience = new Patience();

    public NodeDrain(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        var image = status().image();
        NodeImage known = node(image, node);
        List<GroupId> left = image.ownedBy(known.id()).stream().map(GroupImage::id).toList();
        Request drain = new Request.DrainNode(known.id(), reason);
        order(drain, Notice.of(drain, image));
        return await(patience, status -> {
            List<String> there = names(status.image().boundTo(known.id()));
            List<String> moving = names(status.image().groups().values().stream()
                    .filter(group -> left.contains(group.id()) && group.state() instanceof GroupState.Pending)
                    .toList());
            return !there.isEmpty() ? new Progress.Moving(node + " still has " + String.join(", ", there))
                    : !moving.isEmpty() ? new Progress.Moving(String.join(", ", moving) + " on the way up elsewhere")
                    : new Progress.Done(node + " is empty");
        });
    }

    private static List<String> names(Collection<GroupImage> groups) {
        return groups.stream().map(group -> group.id().value()).toList();
    }
}
