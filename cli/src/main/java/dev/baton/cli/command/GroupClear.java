package dev.baton.cli.command;

import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `baton group clear`.
@Command(name = "clear", description = {"Forgets the failures of a group: it may be restarted and fail over as often",
        "again. One that is Failed is tried again; one that runs runs on."})
public final class GroupClear extends Order {

    @Parameters(paramLabel = "GROUP", description = "its name")
    String group = "";

    @Mixin
    final Patience patience = new Patience();

    public GroupClear(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        GroupImage known = group(status().image(), group);
        order(new Request.ClearFailure(known.id()), Notice.NONE);
        long before = known.placement().epoch();
        return await(patience, status -> {
            GroupImage now = group(status.image(), group);
            String word = group + " is " + now.state().word() + now.owner().map(owner -> " on " + owner).orElse("");
            boolean answered = now.claim().filter(claim -> claim.epoch() > before).isPresent();
            return switch (now.state()) {
                case GroupState.Failed failed when answered -> new Progress.Broken(group + " is Failed again: "
                        + failed.reason() + ". More:  baton why " + group);
                case GroupState.Pending _, GroupState.Failed _ -> new Progress.Moving(word);
                case GroupState.Online _, GroupState.Partial _, GroupState.Offline _ -> new Progress.Done(word);
            };
        });
    }
}
