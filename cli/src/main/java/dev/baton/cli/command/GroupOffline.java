package dev.baton.cli.command;

import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `baton group offline`.
@Command(name = "offline", description = "Takes a group offline; it stays so until `baton group online`.")
public final class GroupOffline extends Order {

    @Parameters(paramLabel = "GROUP", description = "its name")
    String group = "";

    @Mixin
    final Patience patience = new Patience();

    public GroupOffline(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ClusterImage image = status().image();
        Request offline = new Request.GroupIntent(group(image, group).id(), false);
        order(offline, Notice.of(offline, image));
        return await(patience, status -> {
            GroupImage now = group(status.image(), group);
            return switch (now.state()) {
                case GroupState.Offline _ -> new Progress.Done(group + " is Offline");
                case GroupState.Failed(var why) when now.owner().isPresent() ->
                    new Progress.Broken(group + " is Failed: " + why + ". More:  baton why " + group);
                case GroupState.Failed _, GroupState.Online _, GroupState.Partial _, GroupState.Pending _ ->
                    new Progress.Moving(group + " is " + now.state().word());
            };
        });
    }
}
