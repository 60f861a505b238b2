package dev.baton.agent.lease;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.tree.ClusterLevel;
import dev.baton.coordination.tree.Holds;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether a node may join: the cluster defines it and speaks a level that it speaks. What is looked at here is checked
/// again by the join itself, so that a level that is raised meanwhile refuses it.
///
/// @param levels that this build speaks
record Admission(TreeMirror mirror, NodeId node, LevelRange levels) {

    /// Returns why this build can never join the cluster as it is; empty while the level is not known here.
    Optional<String> refusal() {
        return level().filter(now -> !levels.speaks(now.level())).map(now -> "law 14, finalize last: " + node
                + " speaks cluster levels " + levels + ", the cluster is at " + now.level()
                + "; nothing was changed. Install a version of Baton that speaks level " + now.level()
                + (now.level() < levels.lowest() ? ", or finalize the cluster first" : ""));
    }

    /// Returns whether the cluster defines the node.
    boolean defined() {
        return mirror.image().nodes().containsKey(node);
    }

    /// Returns for what it waits; empty when it may join now.
    Optional<String> obstacle() {
        if (!defined()) {
            return Optional.of("the cluster defines no node " + node + "; add it to cluster.yaml and apply it");
        }
        if (level().isEmpty()) {
            return Optional.of("the level of the cluster is not known yet");
        }
        return level().filter(now -> !now.admits(levels)).map(now -> node + " speaks cluster levels " + levels
                + ", and the cluster is being raised to " + now.towards());
    }

    private Optional<ClusterLevel> level() {
        return mirror.value(Paths.LEVEL, ClusterLevel.class);
    }

    /// Returns what the join is one transaction with: the level that was looked at still holds; what this node needs of
    /// the tree is there, and what it speaks is there when it is first seen.
    ///
    /// @param facts    what it says about itself
    /// @param adopting whether an earlier life's versions still hold
    List<Op> conditions(NodeFacts facts, boolean adopting) {
        List<Op> ops = new ArrayList<>();
        ops.add(new Op.Check(Paths.LEVEL, mirror.version(Paths.LEVEL)));
        addMissing(ops, Paths.holds(node), Json.write(Holds.NONE));
        addMissing(ops, Paths.jobs(node), Bytes.EMPTY);
        addMissing(ops, Paths.results(node), Bytes.EMPTY);
        NodePath path = Paths.facts(node);
        Optional<NodeFacts> known = mirror.value(path, NodeFacts.class).filter(_ -> adopting);
        NodeFacts now = known.map(earlier -> earlier.withLevels(levels)).orElse(facts);
        if (!known.equals(Optional.of(now))) {
            ops.add(mirror.version(path) == TreeMirror.ABSENT ? new Op.Create(path, Json.write(now))
                    : new Op.SetData(path, Json.write(now), Op.ANY_VERSION));
        }
        return ops;
    }

    private void addMissing(List<Op> ops, NodePath path, Bytes content) {
        if (mirror.version(path) == TreeMirror.ABSENT) {
            ops.add(new Op.Create(path, content));
        }
    }
}
