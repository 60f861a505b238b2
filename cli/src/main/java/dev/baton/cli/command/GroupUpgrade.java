package dev.baton.cli.command;

import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.Format;
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
        boolean[] began = {false};
        return await(patience, now -> progress(now, known, target, began));
    }

    private Progress progress(StatusView status, GroupImage before, Optional<Version> target, boolean[] began) {
        return switch (group(status.image(), group).format()) {
            case Format.At(var at) when target.filter(at::equals).isPresent() ->
                new Progress.Done("the data of " + group + " is at " + at);
            case Format.Converting converting -> {
                began[0] = true;
                yield new Progress.Moving("the data of " + group + " is " + converting);
            }
            case Format.At(var at) when began[0] -> new Progress.Broken("the conversion of " + group
                    + " came to nothing; its data is at " + at + ". More:  baton events");
            case Format.At _, Format.Unread _ -> new Progress.Moving("the conversion from " + before.format()
                    + " has not begun");
        };
    }
}
