package dev.baton.cli.command;

import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Version;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `baton group upgrade`: converts the group's data where it is.
@Command(name = "upgrade", description = {"Converts a group's data to the format of the product on its owner: one way.",
        "Its kind says which resources must be offline and which online meanwhile."})
public final class GroupUpgrade extends Order {

    @Parameters(paramLabel = "GROUP", description = "its name")
    String group = "";

    @Mixin
    final Patience patience = new Patience();

    public GroupUpgrade(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        StatusView status = status();
        GroupImage known = group(status.image(), group);
        Optional<Version> target = known.owner().flatMap(owner -> status.image().node(owner)
                .version(status.image().kindOf(known).product())).map(status.image().kindOf(known)::formatOf);
        Request upgrade = new Request.UpgradeGroup(known.id());
        order(upgrade, Notice.of(upgrade, status.image()));
        return await(patience, new NewFormat("the conversion", known, target));
    }
}
