package dev.baton.cluster.controller;

import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Waiver;
import dev.baton.core.model.Hold;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Closes nodes for a while, or all of them: nothing starts there, not even in an emergency, and what runs goes on.
final class Maintenance {

    private static final String SORT = "maintenance";

    private final Turn turn;
    private final Pauses pauses;

    Maintenance(Turn turn, Ask ask) {
        this.turn = turn;
        this.pauses = new Pauses(turn, ask);
    }

    Answer begin(Set<NodeId> named, String reason, Duration lasting) {
        return each(named, node -> pauses.hold(node, SORT, Hold.Strength.CLOSED, reason, Optional.of(lasting)));
    }

    Answer end(Set<NodeId> named, Optional<Waiver> waiver) {
        boolean any = nodes(named).stream().flatMap(node -> node.holds().values().stream()).anyMatch(this::ours);
        return any ? each(named, node -> node.holds().values().stream().anyMatch(this::ours)
                ? pauses.release(node, this::ours, waiver) : new Answer.Accepted(List.of(), new TreeMap<>()))
                : Requests.accepted("no maintenance is on", new TreeMap<>());
    }

    private boolean ours(Hold hold) {
        return hold.id().value().startsWith(SORT + ".");
    }

    private List<NodeImage> nodes(Set<NodeId> named) {
        return turn.image().nodes().values().stream().filter(node -> named.isEmpty() ? !node.witness()
                : named.contains(node.id())).toList();
    }

    /// All or nothing: a refusal for one node is the answer for all.
    private Answer each(Set<NodeId> named, java.util.function.Function<NodeImage, Answer> step) {
        List<String> lines = new ArrayList<>();
        List<Reason> against = new ArrayList<>();
        for (NodeImage node : nodes(named)) {
            switch (step.apply(node)) {
                case Answer.Accepted accepted -> lines.addAll(accepted.lines());
                case Answer.Refused refused -> against.addAll(refused.reasons());
                case Answer.NotLeader _, Answer.Unavailable _ ->
                        throw new IllegalStateException("a leader answers for itself");
            }
        }
        return against.isEmpty() ? new Answer.Accepted(lines, new TreeMap<>()) : Refusal.because(against);
    }
}
