package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.GroupImage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton resource list`.
@Command(name = "list", description = "Lists the resources of every group, or of one.")
public final class ResourceList extends Verb {

    @Parameters(arity = "0..1", paramLabel = "GROUP", description = "its name (default: every group)")
    @Nullable String group;

    @Option(names = "--json", description = "prints groups, resources and states as one JSON document")
    boolean json;

    public ResourceList(Session session) {
        super(session);
    }

    @Override
    public boolean standsAlone() {
        return true;
    }

    @Override
    public Integer call() {
        var status = status();
        Optional<GroupImage> one = Optional.ofNullable(group).map(name -> group(status.image(), name));
        if (json) {
            List<GroupImage> groups = one.map(List::of).orElse(List.copyOf(status.image().groups().values()));
            terminal().document(Json.text(groups.stream().flatMap(of -> of.resources().stream()
                    .map(resource -> new Line(of.id().value(), resource.id().value(),
                            of.stateOf(resource.id()).word(), of.intendedOffline().contains(resource.id()))))
                    .toList()));
        } else {
            terminal().text(Screens.of(status).resourceList(one.map(GroupImage::id)));
        }
        return Exit.DONE;
    }

    private record Line(String group, String resource, String state, boolean offlineWanted) {}
}
