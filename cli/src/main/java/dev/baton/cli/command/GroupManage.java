package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.ClusterImage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `baton group manage`.
@Command(name = "manage", description = {"Baton acts on the group again: what is not as it is meant to be is started,",
        "restarted or failed over at once."})
public final class GroupManage extends Order {

    @Parameters(paramLabel = "GROUP", description = "its name")
    String group = "";

    public GroupManage(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ClusterImage image = status().image();
        Request manage = new Request.ManageGroup(group(image, group).id());
        order(manage, Notice.of(manage, image));
        return Exit.DONE;
    }
}
