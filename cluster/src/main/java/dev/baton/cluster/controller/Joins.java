package dev.baton.cluster.controller;

import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.JoinOffer;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Lets machines in by tokens that are used once. A new machine has no vote and is nobody's preferred owner until a
/// configuration says so; one that was rebuilt takes up its definition again.
final class Joins {

    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int LARGEST = 16 * 1024;

    private final Turn turn;
    private final Ask ask;
    private final Runs runs;

    Joins(Turn turn, Ask ask, Runs runs) {
        this.turn = turn;
        this.ask = ask;
        this.runs = runs;
    }

    /// Offers that nobody took in time go with the next one.
    Answer offer(Request.OfferJoin offer) {
        if (!offer.lasting().isPositive() || offer.lasting().compareTo(LONGEST) > 0) {
            return Refusal.notSo("a join token lasts up to a week", "it is to last " + offer.lasting().toSeconds()
                    + " s", "say for how long: --for 1h");
        }
        if (!offer.token().matches("[0-9a-f]{32}") || offer.sealed().length() > LARGEST) {
            return Refusal.notSo("a join token is made by baton join-token", "this one is not", "");
        }
        List<Op> ops = new ArrayList<>();
        for (NodePath path : turn.tree().children(Paths.TOKENS)) {
            turn.tree().value(path, JoinOffer.class).filter(old -> turn.wallTime().isAfter(old.expires()))
                    .ifPresent(_ -> ops.add(turn.delete(path)));
        }
        JoinOffer record = new JoinOffer(offer.sealed(), turn.wallTime().plus(offer.lasting())
                .truncatedTo(ChronoUnit.SECONDS), ask.by());
        ops.add(turn.set(Paths.token(offer.token()), record));
        String text = "one machine may join, once, until " + record.expires();
        turn.write("offer", ops, List.of(), List.of(Requests.note(ask, EventKind.JOIN_OFFERED, "cluster", text,
                Optional.empty())));
        return new Answer.Accepted(List.of(text), new TreeMap<>());
    }

    Answer join(Request.Join join) {
        NodePath path = join.token().matches("[0-9a-f]{32}") ? Paths.token(join.token()) : Paths.TOKENS;
        Optional<JoinOffer> offer = turn.tree().value(path, JoinOffer.class)
                .filter(open -> !turn.wallTime().isAfter(open.expires()));
        if (offer.isEmpty()) {
            return Refusal.notSo("a join token is used once, within its time", "this one was used, or its time is over",
                    "make another on a member: baton join-token");
        }
        Optional<NodeImage> there = Optional.ofNullable(turn.image().nodes().get(join.node()));
        if (there.filter(NodeImage::up).isPresent()) {
            return Refusal.notSo("a name is one machine's", join.node() + " is up already", "take another name");
        }
        ClusterDocument now = ClusterDocument.of(turn.image());
        TreeMap<NodeId, NodeDefinition> nodes = new TreeMap<>(now.nodes());
        nodes.put(join.node(), there.map(old -> new NodeDefinition(join.address(), old.voter(), old.witness(),
                old.capacity())).orElse(new NodeDefinition(join.address(), false, false, Amounts.NONE)));
        Answer answer = new Configuration(turn, ask, runs).apply(new Request.ApplyConfiguration(new ClusterDocument(
                now.settings(), now.kinds(), nodes, now.groups()), Optional.empty()));
        if (!(answer instanceof Answer.Accepted)) {
            return answer;
        }
        String text = join.node() + (there.isPresent() ? " joins again" : " joins; name it in cluster.yaml as well: "
                + join.node() + ": " + join.address());
        turn.write("join", List.of(turn.delete(path)), List.of(), List.of(Requests.note(ask,
                EventKind.NODE_ADDED, join.node(), text,
                Optional.empty())));
        return new Answer.Accepted(List.of(text), new TreeMap<>(Map.of("sealed", offer.get().sealed())));
    }
}
