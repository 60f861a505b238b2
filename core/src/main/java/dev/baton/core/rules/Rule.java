package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.StepReason;
import dev.baton.core.model.Verdict;
import dev.baton.core.plan.Step;

/// One law, judged the same way by planner, prover, simulator and runner. Stateless; what it must remember is in the
/// [Trace].
public interface Rule {

    /// Returns its number in the book, from 1.
    int number();

    /// Returns its name, such as `empty before install`.
    String name();

    /// Returns the law in one sentence.
    String law();

    /// Returns whether the step may be done.
    ///
    /// @param trace what happened before, the image before the step included
    /// @param after the image once the step has succeeded
    /// @throws IllegalArgumentException if the step names something that the images do not define
    Verdict judge(Trace trace, Step step, ClusterImage after);

    /// Returns whether a run may end as it is now: the last image is the trace's [Trace#before].
    default Verdict judgeEnd(Trace trace) {
        return Verdict.yes();
    }

    /// Returns a refusal in this law's name.
    default StepReason broken(String facts, String wayOut) {
        return new StepReason.LawBroken(number(), name(), facts, wayOut);
    }
}
