package dev.baton.coordination.request;

import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.plan.Plan;
import java.util.Optional;

/// What a person, or a program for them, may ask of the leader.
public sealed interface Request {

    /// The configuration becomes this document: what it names is created or changed, what it leaves out is removed when
    /// nothing depends on it. Frozen during a run (law 10).
    record ApplyConfiguration(ClusterDocument document, Optional<Waiver> waiver) implements Request {}

    /// The group changes its owner. Accepted when it is ordered; it is done when [MoveWatch] says so.
    ///
    /// @param to the best legal node when empty
    record MoveGroup(GroupId group, Optional<NodeId> to, Optional<Waiver> waiver) implements Request {}

    /// The group shall run, or not. Resources that were taken offline by name stay offline.
    record GroupIntent(GroupId group, boolean online) implements Request {}

    /// One resource shall run, with all that it needs; or not, with all that need it.
    record ResourceIntent(GroupId group, ResourceId resource, boolean online) implements Request {}

    /// The group's data is converted, where it is, to the format of the product on its owner: one way.
    record UpgradeGroup(GroupId group) implements Request {}

    /// What failed is forgotten: the group may be tried again everywhere, and is.
    record ClearFailure(GroupId group) implements Request {}

    /// Nothing is placed on the node by plan any more; an emergency failover may still come.
    record PauseNode(NodeId node, String reason) implements Request {}

    /// The node is paused, and every group on it moves to the best other node.
    record DrainNode(NodeId node, String reason) implements Request {}

    /// The operator's holds on the node end.
    record ResumeNode(NodeId node) implements Request {}

    /// The plan is carried out, from its first step.
    record StartRun(Plan plan) implements Request {}

    /// The run goes on past the stop point where it waits, or takes the plan that it proposes.
    ///
    /// @param plan the name of the proposed plan, as it was shown; empty at a stop point
    record ApproveRun(Optional<String> plan) implements Request {

        /// At a stop point.
        public ApproveRun() {
            this(Optional.empty());
        }
    }

    /// The run rests after the step that is on now.
    record PauseRun() implements Request {}

    /// The paused run goes on; a run that stopped because a step failed tries the step again.
    record ResumeRun() implements Request {}

    /// The run goes back to where it began: versions and owners of then, by a plan that is proved like any other.
    /// Refused after the point of no return.
    record RollbackRun() implements Request {}

    /// The run ends here: the stage that is half done is brought to a safe state, its holds are released.
    record AbortRun() implements Request {}
}
