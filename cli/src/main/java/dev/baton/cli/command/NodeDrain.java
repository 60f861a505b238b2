package dev.baton.cli.command;

import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton node drain`.
@Command(name = "drain", description = {"Pauses a node and moves every group on it to the best other node.",
        "The plan is shown first: where each group goes, and what becomes of the rest."})
public final class NodeDrain extends Order {

    @Parameters(paramLabel = "NODE", description = "its name")
    String node = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for whoever asks `baton why`")
    String reason = "maintenance";

    @Option(names = "--for", paramLabel = "TIME", description = "the pause ends by itself after this, such as 2h")
    @Nullable Duration lasting;

    @Option(names = "--leftover", paramLabel = "WHAT", description = "what becomes of a group that no other node may "
            + "have: `refuse` the drain (default), `stay`, or `offline`")
    String leftover = "refuse";

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
        Request request = new Request.DrainNode(known.id(), reason, Optional.ofNullable(lasting), leftover());
        List<String> plan = left.isEmpty() ? List.of() : preview(request);
        order(request, Notice.of(request, image, plan));
        Set<GroupId> staying = left.stream().filter(id -> plan.stream().anyMatch(line ->
                line.startsWith(id + " stays "))).collect(Collectors.toSet());
        Set<GroupId> ending = left.stream().filter(id -> plan.stream().anyMatch(line ->
                line.startsWith(id + " is taken offline"))).collect(Collectors.toSet());
        int exit = await(patience, status -> progress(status.image(), left, staying, ending));
        if (!json && !consent.dryRun && !patience.time.isZero()) {
            left.forEach(this::end);
        }
        return exit;
    }

    private Progress progress(ClusterImage image, List<GroupId> left, Set<GroupId> staying, Set<GroupId> ending) {
        List<String> there = names(image.boundTo(new NodeId(node)).stream()
                .filter(group -> !staying.contains(group.id()) && !(ending.contains(group.id())
                        && group.state() instanceof GroupState.Offline)).toList());
        List<String> moving = names(image.groups().values().stream()
                .filter(group -> left.contains(group.id()) && group.state() instanceof GroupState.Pending).toList());
        return !there.isEmpty() ? new Progress.Moving(node + " still has " + String.join(", ", there))
                : !moving.isEmpty() ? new Progress.Moving(String.join(", ", moving) + " on the way up elsewhere")
                : new Progress.Done(node + (image.boundTo(new NodeId(node)).isEmpty() ? " is empty"
                : " has only what stays there"));
    }

    /// How the drain came out for one group.
    private void end(GroupId id) {
        GroupImage group = group(status().image(), id.value());
        terminal().line("  " + id + " is " + group.state().word() + group.owner().map(owner -> " on " + owner)
                .orElse(""));
    }

    private Request.Leftover leftover() {
        return switch (leftover) {
            case "refuse" -> Request.Leftover.REFUSE;
            case "stay" -> Request.Leftover.STAY;
            case "offline" -> Request.Leftover.OFFLINE;
            default -> throw unknown("end for a leftover group", leftover, List.of("refuse", "stay", "offline"));
        };
    }

    private static List<String> names(Collection<GroupImage> groups) {
        return groups.stream().map(group -> group.id().value()).toList();
    }
}
