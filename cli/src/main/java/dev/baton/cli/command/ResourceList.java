package dev.baton.cli.command;

import dev.baton.cluster.api.StatusView;
import dev.baton.core.model.GroupImage;
import dev.baton.core.screen.StatusScreen;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `baton resource list`.
@Command(name = "list", description = "Lists the resources of every group, or of one.")
public final class ResourceList extends Show {

    @Parameters(arity = "0..1", paramLabel = "GROUP", description = "its name (default: every group)")
    @Nullable String group;

    public ResourceList(Session session) {
        super(session);
    }

    @Override
    public boolean standsAlone() {
        return true;
    }

    @Override
    Object document(StatusView status) {
        return one(status).map(List::of).orElse(List.copyOf(status.image().groups().values())).stream()
                .flatMap(of -> of.resources().stream().map(resource -> new Line(of.id().value(),
                        resource.id().value(), of.stateOf(resource.id()).word(),
                        of.intendedOffline().contains(resource.id())))).toList();
    }

    @Override
    String page(StatusView status, StatusScreen screen) {
        return screen.resourceList(one(status).map(GroupImage::id));
    }

    private Optional<GroupImage> one(StatusView status) {
        return Optional.ofNullable(group).map(name -> group(status.image(), name));
    }

    private record Line(String group, String resource, String state, boolean offlineWanted) {}
}
