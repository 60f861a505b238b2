package dev.baton.cluster.controller;

import dev.baton.core.model.EventKind;
import dev.baton.core.model.GroupImage;
import dev.baton.core.placement.Placements;
import java.util.List;

/// Without a run, a group is offline as far as people want it and no further: what was left offline because nothing
/// opened the data comes up once the owner opens them, be it that they were converted by hand, that the node was
/// changed, or that the data says something else than it was thought to; or it goes to another node that opens them
/// and was away or taken before.
final class PartlyOffline {

    private PartlyOffline() {}

    static void decide(Turn turn, boolean running) {
        if (running) {
            return;
        }
        for (GroupImage group : List.copyOf(turn.image().groups().values())) {
            Placements.whole(turn.image(), group).ifPresent(after -> turn.place(group.id(), after, List.of(), List.of(),
                    Note.of(EventKind.GROUP_WHOLE, group.id(), group.id() + " is whole again: " + after.because())));
        }
    }
}
