package dev.baton.coordination.tree;

import dev.baton.core.model.NodeId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Who has a vote in the coordination engine, and whose vote is being given or taken. The engine itself decides; this
/// is what it decided, by the names of nodes, and what is wanted of it next. Absent where the engine's ensemble never
/// changes; without any vote where it is somebody else's.
///
/// @param votes   by node
/// @param highest of all ids that peers ever had
public record VotesRecord(SortedMap<NodeId, Vote> votes, int highest) {

    /// The file in a daemon's directory in which it keeps this for its next start.
    public static final String FILE = "votes.json";

    /// How far a vote is.
    public enum Stage {
        /// The engine counts it.
        HELD,
        /// The node's peer observes, and has a vote once it has caught up.
        GIVING,
        /// The engine counts it still.
        TAKING
    }

    /// One node's.
    public record Vote(EnginePeer peer, Stage stage) {}

    public VotesRecord {
        votes = Collections.unmodifiableSortedMap(new TreeMap<>(votes));
    }

    /// Returns whether no node has a vote: the ensemble is somebody else's.
    public boolean elsewhere() {
        return votes.isEmpty();
    }

    /// Returns whether the engine counts the node's vote.
    public boolean counts(NodeId node) {
        return stage(node).filter(stage -> stage != Stage.GIVING).isPresent();
    }

    /// Returns how far the node's vote is; empty when it has none.
    public Optional<Stage> stage(NodeId node) {
        return Optional.ofNullable(votes.get(node)).map(Vote::stage);
    }

    /// Returns the node's peer, if its vote is held, given or taken.
    public Optional<EnginePeer> peer(NodeId node) {
        return Optional.ofNullable(votes.get(node)).map(Vote::peer);
    }

    /// Returns the peers whose votes the engine counts.
    public List<EnginePeer> voters() {
        return votes.values().stream().filter(vote -> vote.stage() != Stage.GIVING).map(Vote::peer).toList();
    }

    /// Returns the node whose vote is being given or taken; empty when none is.
    public Optional<NodeId> changing() {
        return votes.entrySet().stream().filter(vote -> vote.getValue().stage() != Stage.HELD).map(Map.Entry::getKey)
                .findFirst();
    }

    /// Returns the record in which the node's vote is that far.
    public VotesRecord with(NodeId node, EnginePeer peer, Stage stage) {
        TreeMap<NodeId, Vote> now = new TreeMap<>(votes);
        now.put(node, new Vote(peer, stage));
        return new VotesRecord(now, Math.max(highest, peer.id()));
    }

    /// Returns the record in which the node has no vote.
    public VotesRecord without(NodeId node) {
        TreeMap<NodeId, Vote> now = new TreeMap<>(votes);
        now.remove(node);
        return new VotesRecord(now, highest);
    }

    /// Returns the configuration with everybody's vote as it is here: no file of the cluster's gives one or takes one.
    public ClusterDocument in(ClusterDocument document) {
        TreeMap<NodeId, NodeDefinition> nodes = new TreeMap<>(document.nodes());
        nodes.replaceAll((node, defined) -> defined.voting(counts(node)));
        return new ClusterDocument(document.settings(), document.kinds(), nodes, document.groups());
    }
}
