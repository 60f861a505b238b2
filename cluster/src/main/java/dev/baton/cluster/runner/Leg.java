package dev.baton.cluster.runner;

import dev.baton.core.journal.RunState.StepState;
import dev.baton.core.model.JobId;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import java.util.List;

/// One plan of a run, as far as it came.
///
/// @param number from 1
/// @param states one for each step of the plan
record Leg(int number, Plan plan, List<StepState> states) {

    /// Returns the name of the job of a step.
    ///
    /// @param attempt a number, or a word
    JobId job(RunId run, int step, String attempt) {
        return JobId.of(run, number, step, attempt);
    }
}
