package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupImage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton config apply`.
@Command(name = "apply", description = {"Makes a cluster file the configuration: what it names is created or changed,",
        "what it leaves out is removed when nothing depends on it. Frozen while a run is on."})
public final class ConfigApply extends Order {

    @Option(names = {"-f", "--file"}, required = true, paramLabel = "FILE", description = "cluster.yaml")
    String file = "";

    @Option(names = "--override", paramLabel = "RULE", description = "`frozen`: also while a run is on; needs --reason")
    @Nullable String override;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the record")
    @Nullable String reason;

    public ConfigApply(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ClusterDocument document = new Documents(session.directory()).cluster(file);
        var waiver = GroupMove.waiver(override, reason);
        order(new Request.ApplyConfiguration(document, waiver), "applying " + file,
                effects(status().image(), document));
        return Exit.DONE;
    }

    /// What clients of running groups may notice: groups that go, and groups whose resources change.
    private static List<String> effects(ClusterImage image, ClusterDocument document) {
        List<String> effects = new ArrayList<>();
        for (GroupImage group : image.groups().values()) {
            GroupDefinition wanted = document.groups().get(group.id());
            if (group.owner().isPresent() && wanted == null) {
                effects.add(group.id() + " is removed; it is " + group.state().word() + " on " + group.owner().get());
            } else if (group.owner().isPresent() && wanted != null && !wanted.resources().equals(group.resources())) {
                effects.add("the resources of " + group.id() + " change; it is " + group.state().word() + " on "
                        + group.owner().get());
            }
        }
        return effects;
    }
}
