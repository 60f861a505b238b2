package dev.baton.cli.command;

import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `baton group online`.
@Command(name = "online", description = "Brings a group online; resources that were taken offline by name stay so.")
public final class GroupOnline extends Order {

    @Parameters(paramLabel = "GROUP", description = "its name")
    String group = "";

    @Mixin
    final Patience patience = new Patience();

    public GroupOnline(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        GroupImage known = group(status().image(), group);
        order(new Request.GroupIntent(known.id(), true), Notice.NONE);
        return await(patience, status -> {
            GroupImage now = group(status.image(), group);
            String on = now.owner().map(owner -> " on " + owner).orElse("");
            return switch (now.state()) {
                case GroupState.Online _, GroupState.Partial _ ->
                    new Progress.Done(group + " is " + now.state().word() + on);
                case GroupState.Failed(var why) -> new Progress.Broken(group + " is Failed" + on + ": " + why
                        + ". More:  baton why " + group);
                case GroupState.Offline _, GroupState.Pending _ ->
                    new Progress.Moving(group + " is " + now.state().word() + on);
            };
        });
    }
}
