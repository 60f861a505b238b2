package dev.baton.cluster.runner;

import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.journal.RunState;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.JobId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.Trace;
import java.time.Instant;
import java.util.Optional;

/// Everything that decides what a run does next.
///
/// @param trace what the laws know of the run: the steps that passed, as they were planned
/// @param image the cluster as it is
/// @param tree  where jobs and their results are read
/// @param self  the leader's node
/// @param now   wall-clock time
public record Situation(RunId run, Plan plan, RunState state, Trace trace, ClusterImage image, TreeMirror tree,
        NodeId self, Instant now) {

    Situation with(RunState later, Trace laterTrace) {
        return new Situation(run, plan, later, laterTrace, image, tree, self, now);
    }

    Situation at(ClusterImage later) {
        return new Situation(run, plan, state, trace, later, tree, self, now);
    }

    Step step(int index) {
        return plan.steps().get(index);
    }

    RunState.StepState stateOf(int index) {
        return state.steps().get(index);
    }

    JobId job(int step, int attempt) {
        return new JobId(run + "." + (step + 1) + "." + attempt);
    }

    Optional<JobOrder> ordered(NodeId node, JobId job) {
        return tree.value(Paths.job(node, job), JobOrder.class);
    }

    Optional<JobResult> result(NodeId node, JobId job) {
        return tree.value(Paths.result(node, job), JobResult.class);
    }

    /// Returns whether the hold is one of this run's.
    boolean owns(Hold hold) {
        return hold.owner().equals(Hold.ownedBy(run));
    }
}
