package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.StepReason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.WayBack;
import dev.baton.core.rules.Rulebook;
import dev.baton.core.rules.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The ways back from every state before the point of no return. By induction over stages: from after each step of a
/// stage there is a legal way back to the stage's beginning, which leaves the cluster as it was there; so from there on
/// the way back is the one of the stage before.
///
/// @param broken   a way back that is not legal, or does not arrive
/// @param noReturn the first step that cannot be undone
/// @param waysBack states from which a way back was walked
record Retreat(Optional<Proof.Broken> broken, Optional<Proof.NoReturn> noReturn, int waysBack) {

    /// @param traces the trace at the start, and after each step
    static Retreat of(Plan plan, List<Trace> traces) {
        int first = 0;
        int walked = 0;
        for (Stage stage : plan.stages()) {
            Trace begin = traces.get(first);
            for (int done = 1; done <= stage.steps().size(); done++) {
                List<Step> steps = stage.steps().subList(0, done);
                WayBack back = WayBack.of(plan.spec(), begin.before(), steps);
                if (back.blocked().isPresent()) {
                    return new Retreat(Optional.empty(), back.blocked().map(blocked ->
                            new Proof.NoReturn(stage.number(), blocked.step(), blocked.why())), walked);
                }
                Optional<Proof.Broken> broken =
                        walk(plan, begin, traces.get(first + done), back.steps(), first + done - 1);
                if (broken.isPresent()) {
                    return new Retreat(broken, Optional.empty(), walked);
                }
                walked++;
            }
            first += stage.steps().size();
        }
        return new Retreat(Optional.empty(), Optional.empty(), walked);
    }

    private static Optional<Proof.Broken> walk(Plan plan, Trace begin, Trace from, List<Step> back, int index) {
        Trace trace = from.turnedBack();
        Plan.Position position = plan.positions().get(index);
        for (Step step : back) {
            ClusterImage after = Projection.project(trace.before(), step);
            List<Rulebook.Broken> broken = Rulebook.broken(trace, step, after);
            if (!broken.isEmpty()) {
                return Optional.of(new Proof.Broken(broken.getFirst().law(), Optional.of(position), after,
                        Prover.reasons(broken), withWayBack(plan, index, back)));
            }
            trace = trace.then(step, after);
        }
        List<PlanBasis.Difference> left = PlanBasis.of(begin.before()).differences(PlanBasis.of(trace.before()));
        return left.stream().findFirst().map(difference -> new Proof.Broken(Rulebook.law(15), Optional.of(position),
                from.before(), List.of(new StepReason.LawBroken(15, Rulebook.law(15).name(), "undone from here, "
                        + difference.now() + "; it was that " + difference.planned(), "")),
                withWayBack(plan, index, back)));
    }

    private static List<Stage> withWayBack(Plan plan, int index, List<Step> back) {
        List<Stage> stages = new ArrayList<>(Prover.prefix(plan, index));
        stages.add(new Stage(stages.size() + 1, new Stage.Subject.Pause("the way back from there"), back,
                Duration.ZERO, ""));
        return stages;
    }
}
