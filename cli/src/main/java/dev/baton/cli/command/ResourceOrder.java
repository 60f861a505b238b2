package dev.baton.cli.command;

import dev.baton.cli.terminal.Failure;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What `resource online` and `resource offline` share.
abstract class ResourceOrder extends Order {

    @Parameters(index = "0", paramLabel = "GROUP", description = "the group's name")
    String group = "";

    @Parameters(index = "1", paramLabel = "RESOURCE", description = "the resource's name")
    String resource = "";

    @Mixin
    final Patience patience = new Patience();

    private final boolean online;

    ResourceOrder(Session session, boolean online) {
        super(session);
        this.online = online;
    }

    @Override
    public Integer call() {
        ClusterImage image = status().image();
        GroupImage known = group(image, group);
        ResourceId id = resource(known, resource);
        SortedSet<ResourceId> all = online ? known.withNeeds(id) : known.withDependants(new TreeSet<>(List.of(id)));
        Request order = new Request.ResourceIntent(known.id(), id, online);
        order(order, Notice.of(order, image));
        return await(patience, status -> progress(status, all));
    }

    private Progress progress(StatusView status, SortedSet<ResourceId> all) {
        GroupImage now = group(status.image(), group);
        ResourceState wanted = online ? ResourceState.ONLINE : ResourceState.OFFLINE;
        String states = all.stream().map(one -> one + " " + now.stateOf(one).word()).collect(Collectors.joining(", "));
        if (all.stream().allMatch(one -> now.stateOf(one) == wanted)) {
            return new Progress.Done(group + " is " + now.state().word() + ": " + states);
        }
        boolean broken = all.stream().map(now::stateOf)
                .anyMatch(state -> state == ResourceState.STUCK || (online && state == ResourceState.FAILED));
        return broken ? new Progress.Broken(group + ": " + states + ". More:  baton why " + group)
                : new Progress.Moving(group + ": " + states);
    }

    /// @throws Failure if the group has no resource of that name
    private static ResourceId resource(GroupImage group, String name) {
        return group.resourceIds().stream().filter(id -> id.value().equals(name)).findFirst()
                .orElseThrow(() -> unknown("resource in " + group.id(), name,
                        group.resourceIds().stream().map(ResourceId::value).toList()));
    }
}
