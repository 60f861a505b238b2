package dev.baton.cluster.controller;

import dev.baton.coordination.Op;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.FailurePolicy;
import dev.baton.core.model.FailureRecord;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Report;
import dev.baton.core.placement.Decision;
import dev.baton.core.placement.Placements;
import java.util.List;

/// What happens to a group that its owner reports as failed although the owner is well: it goes to another legal node
/// where it has not failed, as often as its [FailurePolicy] says; after that it stays where it is, `Failed`, and a
/// person clears it. One that is unmanaged stays as it is. The count is in the tree: a new leader counts on.
final class Failures {

    private Failures() {}

    /// Returns what is noted of a group's failures.
    static FailureRecord of(TreeMirror tree, GroupId group) {
        return tree.value(Paths.failures(group), FailureRecord.class).orElse(FailureRecord.NONE);
    }

    static void decide(Turn turn) {
        for (GroupImage group : List.copyOf(turn.image().groups().values())) {
            boolean settledHere = group.claim().filter(claim -> claim.stuck().isEmpty()
                    && group.placement().owner().equals(group.owner())
                    && group.placement().epoch() == claim.epoch()).isPresent();
            if (settledHere && group.intent().online() && group.placement().managed()
                    && !(group.format() instanceof Format.Converting)) {
                group.currentReport().flatMap(Report::failure).ifPresent(why -> failed(turn, group, why));
            }
        }
    }

    private static void failed(Turn turn, GroupImage group, String why) {
        FailurePolicy policy = group.terms().failures();
        long epoch = group.placement().epoch();
        NodeId here = group.owner().orElseThrow();
        FailureRecord known = of(turn.tree(), group.id()).counting(policy, epoch, turn.wallTime());
        boolean told = known.notes(epoch);
        FailureRecord all = told ? known : known.with(new FailureRecord.Failure(here, epoch, turn.wallTime(), why));
        List<Op> note = told ? List.of() : List.of(turn.set(Paths.failures(group.id()), all));
        Decision decision = all.failures().size() > policy.failovers()
                ? new Decision.Nowhere(group.id(), List.of(), "")
                : Placements.afterFailure(turn.image(), group.id(), all.nodes());
        switch (decision) {
            case Decision.Place place -> turn.place(group.id(), place.appliedTo(group.placement()), note, List.of(),
                    Note.of(EventKind.FAILOVER, group.id(), group.id() + " goes to " + place.node() + ": it failed on "
                            + here + " (" + why + ")"));
            case Decision.Nowhere _ when !told -> turn.write("failure of " + group.id(), note, List.of(),
                    List.of(Note.of(EventKind.GROUP_FAILED, group.id(), group.id() + " is Failed on " + here + ": "
                            + why + (all.failures().size() > policy.failovers() ? "; it failed " + all.failures().size()
                            + " times, and stays until it is cleared" : "; no other node may take it"))));
            case Decision.Nowhere _ -> { }
        }
    }

    /// Returns the operation that forgets a group's failures: a person says that what failed is well again.
    static List<Op> forgotten(Turn turn, GroupId group) {
        return of(turn.tree(), group).failures().isEmpty() ? List.of()
                : List.of(turn.set(Paths.failures(group), FailureRecord.NONE));
    }
}
