package dev.baton.zookeeper;

import dev.baton.coordination.NodePath;

/// The parts of the tree that are the engine's own: users of the port neither see nor write them.
final class InternalPaths {

    static final NodePath TOP = NodePath.ROOT.child("baton-internal");

    /// Candidates for leadership, as ephemeral entries in the order of standing.
    static final NodePath ELECTION = TOP.child("election");

    /// Written to make sure that a majority agrees on all that came before.
    static final NodePath BARRIER = TOP.child("barrier");

    private static final NodePath ZOOKEEPER = NodePath.ROOT.child("zookeeper");

    private InternalPaths() {}

    static boolean hide(NodePath path) {
        return path.isWithin(TOP) || path.isWithin(ZOOKEEPER);
    }
}
