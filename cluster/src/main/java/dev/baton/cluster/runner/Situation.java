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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything that decides what a run does next.
///
/// @param plans    every plan of the run, oldest first; the last is carried out
/// @param proposed the plan that may take its place
/// @param trace    what the laws know of the run: the steps that passed, as they were planned
/// @param origin   the cluster when the run began
/// @param image    the cluster as it is
/// @param tree     where jobs and their results are read
/// @param self     the leader's node
/// @param clock    what time it is
/// @param made     what was planned last, so that nothing is planned twice
public record Situation(RunId run, List<Plan> plans, Optional<Plan> proposed, RunState state, Trace trace,
        ClusterImage origin, ClusterImage image, TreeMirror tree, NodeId self, RunClock clock, NextPlan.Made made) {

    public Situation {
        plans = List.copyOf(plans);
    }

    Situation with(RunState later, Trace laterTrace) {
        return new Situation(run, plans, proposed, later, laterTrace, origin, image, tree, self, clock, made);
    }

    Situation at(ClusterImage later) {
        return new Situation(run, plans, proposed, state, trace, origin, later, tree, self, clock, made);
    }

    /// Returns the run's time.
    Instant now() {
        return clock.now();
    }

    /// Returns the plan that is carried out.
    Plan plan() {
        return plans.getLast();
    }

    /// Returns every plan as far as it came, oldest first.
    List<Leg> legs() {
        List<Leg> legs = new ArrayList<>();
        for (int i = 0; i < state.past().size(); i++) {
            legs.add(new Leg(i + 1, plans.get(i), state.past().get(i).steps()));
        }
        legs.add(present());
        return legs;
    }

    private Leg present() {
        return new Leg(state.planNumber(), plan(), state.steps());
    }

    Step step(int index) {
        return plan().steps().get(index);
    }

    RunState.StepState stateOf(int index) {
        return state.steps().get(index);
    }

    JobId job(int step, int attempt) {
        return job(step, Integer.toString(attempt));
    }

    JobId job(int step, String attempt) {
        return present().job(run, step, attempt);
    }

    Optional<JobOrder> ordered(NodeId node, JobId job) {
        return tree.value(Paths.job(node, job), JobOrder.class);
    }

    Optional<JobResult> result(NodeId node, JobId job) {
        return tree.value(Paths.result(node, job), JobResult.class);
    }

    /// Returns whether the job was ordered and its end is not known.
    boolean isGoing(NodeId node, JobId job) {
        return ordered(node, job).isPresent() && result(node, job).filter(JobResult::ended).isEmpty();
    }

    /// Returns whether the hold is one of this run's.
    boolean owns(Hold hold) {
        return hold.owner().equals(Hold.ownedBy(run));
    }
}
