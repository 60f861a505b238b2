package dev.baton.cluster.controller;

import dev.baton.coordination.Op;
import dev.baton.coordination.tree.EnginePeer;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.VotesRecord;
import dev.baton.coordination.tree.VotesRecord.Stage;
import dev.baton.core.model.ClusterDelta;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.NodeId;
import dev.baton.core.rules.Votes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Keeps the tree's word of who has a vote equal to what the engine has decided: the record, and each node's
/// definition, which is what everything else reads.
///
/// Soft: what the engine said last.
final class VoteKeeping {

    private final Optional<VotesRecord> founding;
    private Optional<Event.VotesSeen> seen = Optional.empty();

    /// @param founding the names of the first voters, as this machine knows them; empty where the ensemble never
    ///                 changes
    VoteKeeping(Optional<VotesRecord> founding) {
        this.founding = founding;
    }

    /// An answer that is older than another one says nothing. Returns whether there is something to decide.
    boolean seen(Event.VotesSeen now) {
        if (seen.filter(before -> before.version() > now.version()).isPresent()) {
            return false;
        }
        seen = Optional.of(now);
        return true;
    }

    void decide(Turn turn) {
        if (seen.isEmpty()) {
            return;
        }
        Map<Integer, EnginePeer> decided = new TreeMap<>();
        seen.get().voters().forEach(peer -> decided.put(peer.id(), peer));
        Optional<VotesRecord> known = VoteOrders.record(turn);
        if (known.isEmpty()) {
            founding.filter(first -> first.voters().stream().map(EnginePeer::id).toList()
                    .containsAll(decided.keySet())).ifPresent(first -> begin(turn, first, decided));
        } else {
            known.get().votes().forEach((node, vote) -> follow(turn, known.get(), node, vote,
                    decided.containsKey(vote.peer().id())));
        }
    }

    private static void begin(Turn turn, VotesRecord first, Map<Integer, EnginePeer> decided) {
        VotesRecord record = first;
        for (Map.Entry<NodeId, VotesRecord.Vote> vote : first.votes().entrySet()) {
            EnginePeer peer = decided.get(vote.getValue().peer().id());
            record = peer == null ? record.without(vote.getKey()) : record.with(vote.getKey(), peer, Stage.HELD);
        }
        List<Op> ops = new ArrayList<>(List.of(turn.set(Paths.VOTES, record)));
        List<ClusterDelta> effects = new ArrayList<>();
        for (NodeId node : turn.image().nodes().keySet()) {
            define(turn, node, record.counts(node), ops, effects);
        }
        turn.write("votes", ops, effects, List.of());
    }

    /// One vote is changed at a time, so at most one write comes of this.
    private static void follow(Turn turn, VotesRecord known, NodeId node, VotesRecord.Vote vote, boolean decided) {
        switch (vote.stage()) {
            case GIVING -> {
                if (decided) {
                    write(turn, known.with(node, vote.peer(), Stage.HELD), node, " has a vote: ");
                }
            }
            case HELD, TAKING -> {
                if (!decided) {
                    write(turn, known.without(node), node, " has no vote: ");
                }
            }
        }
    }

    private static void write(Turn turn, VotesRecord record, NodeId node, String what) {
        List<Op> ops = new ArrayList<>(List.of(turn.set(Paths.VOTES, record)));
        List<ClusterDelta> effects = new ArrayList<>();
        define(turn, node, record.counts(node), ops, effects);
        Votes.Count votes = new Votes.Count(0, record.voters().size());
        turn.write("votes", ops, effects, List.of(Note.of(EventKind.VOTE, node, node + what + votes.all() + " now, "
                + votes.needed() + " decide")));
    }

    private static void define(Turn turn, NodeId node, boolean votes, List<Op> ops, List<ClusterDelta> effects) {
        turn.tree().value(Paths.node(node), NodeDefinition.class).filter(defined -> defined.voter() != votes)
                .ifPresent(defined -> {
                    ops.add(turn.set(Paths.node(node), defined.voting(votes)));
                    effects.add(new ClusterDelta.NodeDefined(node, defined.address(), votes, defined.witness(),
                            defined.capacity()));
                });
    }
}
