package dev.baton.cluster.controller;

import dev.baton.coordination.Op;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.Holds;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.ClusterDelta;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.placement.Decision;
import dev.baton.core.placement.Placements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds of operators on nodes. A run's holds are the run's (law 9): nobody else releases them.
final class Pauses {

    private static final HoldId PAUSE = new HoldId("pause");
    private static final String OPERATOR = "operator";

    private final Turn turn;
    private final Ask ask;

    Pauses(Turn turn, Ask ask) {
        this.turn = turn;
        this.ask = ask;
    }

    /// Removes holds whose time is over.
    static void lapse(Turn turn) {
        for (NodeImage node : List.copyOf(turn.image().nodes().values())) {
            NodeImage kept = node;
            for (Hold hold : node.holds().values()) {
                if (hold.expires().filter(end -> !turn.wallTime().isBefore(end)).isPresent()) {
                    kept = kept.withoutHold(hold.id());
                }
            }
            if (kept.holds().size() < node.holds().size()) {
                write(turn, kept, Note.of(node.id(), "a hold on " + node.id() + " has lapsed"));
            }
        }
    }

    /// Adds the change of a node's holds to the turn.
    static void write(Turn turn, NodeImage node, Note note) {
        List<Op> ops = List.of(turn.set(Paths.holds(node.id()), Holds.of(node.holds())));
        turn.write("holds of " + node.id(), ops, List.of(new ClusterDelta.HoldsSet(node.id(), node.holds())),
                List.of(note));
    }

    Answer pause(NodeImage node, String reason) {
        if (node.holds().containsKey(PAUSE)) {
            return Requests.accepted(node.id() + " is paused already", Map.of("node", node.id().value()));
        }
        Hold hold = new Hold(PAUSE, OPERATOR, reason.isBlank() ? "no reason given" : reason, Hold.Strength.PAUSED,
                Optional.empty());
        String text = node.id() + " is paused: " + hold.reason();
        write(turn, node.withHold(hold), Requests.note(ask, node.id(), text, Optional.empty()));
        return Requests.accepted(text, Map.of("node", node.id().value()));
    }

    Answer drain(NodeImage node, String reason) {
        List<Decision> decisions = Placements.drain(turn.image(), node.id());
        List<PlacementReason> against = decisions.stream().flatMap(decision -> switch (decision) {
            case Decision.Place _ -> List.<PlacementReason>of().stream();
            case Decision.Nowhere nowhere -> nowhere.reasons().stream()
                    .filter(why -> !why.node().equals(node.id()));
        }).toList();
        boolean stays = decisions.stream().anyMatch(Decision.Nowhere.class::isInstance);
        if (stays) {
            List<GroupId> groups = decisions.stream().filter(Decision.Nowhere.class::isInstance).map(Decision::group)
                    .toList();
            return against.isEmpty() ? Refusal.notSo("law 8, placement", "no other node may have " + groups,
                    "add a node") : Refusal.because(against);
        }
        Answer paused = pause(node, reason);
        List<String> lines = new ArrayList<>(paused instanceof Answer.Accepted(var text, _) ? text : List.of());
        for (Decision decision : decisions) {
            if (decision instanceof Decision.Place place) {
                String text = place.group() + " moves from " + node.id() + " to " + place.node();
                turn.place(place.group(), place.appliedTo(turn.image().group(place.group()).placement()), List.of(),
                        List.of(), Requests.note(ask, place.group(), text, Optional.empty()));
                lines.add(text);
            }
        }
        return new Answer.Accepted(lines, new java.util.TreeMap<>(Map.of("node", node.id().value())));
    }

    Answer resume(NodeImage node) {
        NodeImage kept = node;
        for (Hold hold : node.holds().values()) {
            kept = hold.owner().startsWith("run ") ? kept : kept.withoutHold(hold.id());
        }
        if (kept.holds().equals(node.holds())) {
            return node.holds().isEmpty()
                    ? Requests.accepted(node.id() + " is not paused", Map.of("node", node.id().value()))
                    : Refusal.because(new PlacementReason.Held(node.id(), node.holds().firstEntry().getValue()));
        }
        String text = node.id() + " is resumed";
        write(turn, kept, Requests.note(ask, node.id(), text, Optional.empty()));
        return Requests.accepted(text, Map.of("node", node.id().value()));
    }
}
