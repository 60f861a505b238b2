package dev.baton.cluster.controller;

import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Waiver;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.Hold;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.StepReason;
import dev.baton.core.placement.Decision;
import dev.baton.core.placement.Placements;
import dev.baton.core.rules.Candidates;
import dev.baton.core.rules.Candidates.Purpose;
import dev.baton.core.rules.Fit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Moves that people ask for. A move is one conditional write; the agents do the rest, and it is complete when claim,
/// epoch and every resource agree (`MoveWatch`).
final class Moves {

    private final Turn turn;
    private final Ask ask;
    private final Runs runs;

    Moves(Turn turn, Ask ask, Runs runs) {
        this.turn = turn;
        this.ask = ask;
        this.runs = runs;
    }

    Answer move(GroupImage group, Optional<NodeId> to, Optional<Waiver> waiver) {
        Optional<Answer> busy = busy(group).or(() -> Requests.waives(waiver, Waiver.FROZEN) ? Optional.empty()
                : runs.active(turn.tree()).map(run -> Refusal.because(new RequestReason.RunIsOn(run,
                        "a move of " + group.id()))));
        if (busy.isPresent()) {
            return busy.get();
        }
        return to.map(node -> to(group, node, waiver)).orElseGet(() -> elsewhere(group));
    }

    private Optional<Answer> busy(GroupImage group) {
        Optional<Answer> unmanaged = Management.against(group, "this");
        if (unmanaged.isPresent()) {
            return unmanaged;
        }
        if (group.format() instanceof Format.Converting converting) {
            return Optional.of(Refusal.notSo("a conversion is not interrupted", group.id() + " is being converted ("
                    + converting.from() + " to " + converting.to() + ")", "wait for its end"));
        }
        return group.claim().filter(claim -> claim.stuck().isPresent()).map(claim -> Refusal.notSo(
                "law 1, single owner", group.id() + " is stuck on " + claim.node() + ": " + claim.stuck().orElse(""),
                "free " + claim.node() + " by hand, then restart batond there"));
    }

    private Answer to(GroupImage group, NodeId node, Optional<Waiver> waiver) {
        boolean ordered = group.placement().owner().filter(node::equals).isPresent();
        if (ordered && group.owner().filter(node::equals).isPresent()) {
            return Refusal.because(new RequestReason.AlreadyThere(group.id(), node));
        }
        if (ordered) {
            return accepted(group, node, group.placement(), group.id() + " is on its way to " + node + " already");
        }
        List<PlacementReason> against = Candidates.against(turn.image(), group, turn.image().node(node),
                Purpose.PLANNED).stream().filter(reason -> !waived(reason, waiver)).toList();
        if (!against.isEmpty()) {
            return Refusal.because(against);
        }
        return order(group, node, "moved by " + ask.by(), waiver);
    }

    private static boolean waived(PlacementReason reason, Optional<Waiver> waiver) {
        return switch (reason) {
            case PlacementReason.Occupied _ -> Requests.waives(waiver, Waiver.ONE_GROUP_PER_NODE);
            case PlacementReason.Held(_, var hold) -> hold.strength() == Hold.Strength.PAUSED
                    && Requests.waives(waiver, Waiver.PAUSED);
            case PlacementReason.NotUp _, PlacementReason.IsWitness _, PlacementReason.NotPossible _,
                    PlacementReason.TakenBy _, PlacementReason.MixedVersions _, PlacementReason.CannotOpen _,
                    PlacementReason.KeptApart _, PlacementReason.NoRoom _, PlacementReason.Detached _,
                    PlacementReason.Unmanaged _ -> false;
        };
    }

    private Answer elsewhere(GroupImage group) {
        return switch (Placements.elsewhere(turn.image(), group.id())) {
            case Decision.Place(_, var node, var because) -> order(group, node, because, Optional.empty());
            case Decision.Nowhere nowhere -> Refusal.because(nowhere.reasons().isEmpty()
                    ? List.of(new RequestReason.NotSo("a move goes to another node", "there is no other node",
                            "add a node")) : nowhere.reasons());
        };
    }

    private Answer order(GroupImage group, NodeId node, String because, Optional<Waiver> waiver) {
        Placement after = group.placement().movedTo(node, because);
        String text = group.id() + " moves " + group.owner().map(from -> "from " + from + " ").orElse("") + "to "
                + node;
        turn.place(group.id(), after, List.of(), List.of(), Requests.note(ask, EventKind.MOVE, group.id(), text,
                waiver));
        return accepted(group, node, after, text);
    }

    private static Answer accepted(GroupImage group, NodeId node, Placement placement, String text) {
        return Requests.accepted(text, Map.of("group", group.id().value(), "to", node.value(), "epoch",
                Long.toString(placement.epoch())));
    }

    /// A person says that what failed is well again: its failures are forgotten, and a group that is Failed is placed
    /// anew, where it was if nothing better is legal. One that runs runs on: its owner counts from nothing again.
    Answer again(GroupImage group) {
        Optional<Answer> busy = busy(group);
        if (busy.isPresent()) {
            return busy.get();
        }
        boolean failed = group.state() instanceof GroupState.Failed;
        boolean restarted = group.currentReport().filter(said -> !said.restarts().isEmpty()).isPresent();
        if (!failed && !restarted && Failures.of(turn.tree(), group.id()).failures().isEmpty()) {
            return Refusal.notSo("only what failed is cleared", group.id() + " is " + group.state().word()
                    + ", and no failure of it is counted", "look at it: baton group show " + group.id());
        }
        if (!failed) {
            return cleared(group, group.placement().owner(), group.placement().because());
        }
        List<NodeId> legal = Candidates.legal(turn.image(), group, Purpose.EMERGENCY);
        Optional<NodeId> target = group.placement().owner().filter(owner -> legal.contains(owner)
                || waitsForConversion(group, owner) || unreadable(group, owner))
                .or(() -> legal.stream().findFirst());
        return target.isPresent() ? cleared(group, target, "cleared by " + ask.by()) : Refusal.because(reasons(group));
    }

    /// Whether all that speaks against the node is that it cannot open the data yet, and nothing that should run does.
    private boolean waitsForConversion(GroupImage group, NodeId owner) {
        return Fit.untouched(turn.image(), group) && onlyCannotOpen(group, owner);
    }

    /// Whether all that speaks against the owner is the format that is written down, and the data gave it no answer
    /// when it was asked: it is asked again before anything starts.
    private boolean unreadable(GroupImage group, NodeId owner) {
        return turn.image().kindOf(group).format().isPresent() && group.owner().equals(Optional.of(owner))
                && group.currentReport().filter(said -> said.failure().isPresent() && said.format().isEmpty())
                        .isPresent()
                && onlyCannotOpen(group, owner);
    }

    private boolean onlyCannotOpen(GroupImage group, NodeId owner) {
        return Candidates.against(turn.image(), group, turn.image().node(owner), Purpose.EMERGENCY).stream()
                .allMatch(PlacementReason.CannotOpen.class::isInstance);
    }

    private Answer cleared(GroupImage group, Optional<NodeId> target, String because) {
        Placement after = target.map(node -> group.placement().movedTo(node, because))
                .orElse(group.placement());
        String text = "the failures of " + group.id() + " are forgotten"
                + target.map(node -> "; it is placed on " + node).orElse("");
        turn.place(group.id(), after, Failures.forgotten(turn, group.id()), List.of(), Requests.note(ask,
                EventKind.FAILURE_CLEARED, group.id(), text, Optional.empty()));
        return target.map(node -> accepted(group, node, after, text)).orElseGet(() -> Requests.accepted(text,
                Map.of("group", group.id().value())));
    }

    private List<dev.baton.core.model.Reason> reasons(GroupImage group) {
        List<dev.baton.core.model.Reason> all = Candidates.of(turn.image(), group, Purpose.EMERGENCY).stream()
                .flatMap(candidate -> candidate.against().stream())
                .<dev.baton.core.model.Reason>map(reason -> reason).toList();
        return all.isEmpty() ? List.of(new StepReason.LawBroken(8, "placement", "the cluster has no node", "add one"))
                : all;
    }
}
