package dev.baton.cli.command;

import dev.baton.cluster.api.StatusView;
import dev.baton.core.model.GroupImage;
import dev.baton.core.screen.FailureScreen;
import dev.baton.core.screen.StatusScreen;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `baton group show`.
@Command(name = "show", description = "Shows one group and its resources.")
public final class GroupShow extends Show {

    @Parameters(paramLabel = "GROUP", description = "its name")
    String group = "";

    public GroupShow(Session session) {
        super(session);
    }

    @Override
    Object document(StatusView status) {
        return group(status.image(), group);
    }

    @Override
    String page(StatusView status, StatusScreen screen) {
        GroupImage shown = group(status.image(), group);
        List<String> failures = new FailureScreen(shown, status.failuresOf(shown.id()), status.now()).lines();
        return screen.groupShow(shown.id()) + (failures.isEmpty() ? "" : "\n" + String.join("\n", failures) + "\n");
    }
}
