package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.SharedSet;
import dev.baton.core.model.StepReason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.WayBack;
import dev.baton.core.rules.Rule;
import dev.baton.core.rules.Rulebook;
import dev.baton.core.rules.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The ways back from every state before the point of no return. By induction over stages: from after each step of a
/// stage there is a legal way back to the stage's beginning, which leaves the cluster as it was there; so from there on
/// the way back is the one of the stage before. Stages are told in order; not thread-safe.
final class Retreat {
    private final Plan plan;
    private Optional<Proof.Broken> broken = Optional.empty();
    private Optional<Proof.NoReturn> noReturn = Optional.empty();
    private int waysBack;
    /// What is known of the way back that was walked last: the trace before each of its steps, in order, and the steps.
    private List<Trace> walked = List.of();
    private List<Step> walkedSteps = List.of();
    private ClusterImage arrived = ClusterImage.EMPTY;

    Retreat(Plan plan) {
        this.plan = plan;
    }

    /// Returns a way back that is not legal, or does not arrive.
    Optional<Proof.Broken> broken() {
        return broken;
    }

    /// Returns the first step that cannot be undone.
    Optional<Proof.NoReturn> noReturn() {
        return noReturn;
    }

    /// Returns from how many states a way back was walked.
    int waysBack() {
        return waysBack;
    }

    /// Walks the ways back from within the next stage; no more once one is broken or there is none.
    ///
    /// @param images the cluster at its beginning, and after each of its steps
    /// @param traces the trace then
    /// @param first  the index of its first step
    void from(Stage stage, List<ClusterImage> images, List<Trace> traces, int first) {
        WayBack.Along along = new WayBack.Along(plan.spec(), images, stage.steps());
        for (int done = 1; done < traces.size() && broken.isEmpty() && noReturn.isEmpty(); done++) {
            WayBack back = along.next();
            if (back.blocked().isPresent()) {
                WayBack.Blocked blocked = back.blocked().get();
                noReturn = Optional.of(new Proof.NoReturn(stage.number(), blocked.step(), blocked.why()));
            } else {
                Optional<Fault> fault = walk(images.getFirst(), traces.get(done), back.steps());
                if (fault.isPresent()) {
                    broken = Optional.of(broken(fault.get(), new Plan.Position(first + done - 1, stage,
                            stage.steps().get(done - 1)), back.steps()));
                }
                waysBack += broken.isPresent() ? 0 : 1;
            }
        }
    }

    /// What is wrong with a way back.
    ///
    /// @param image the cluster when it shows
    private record Fault(Rule law, ClusterImage image, List<Reason> reasons) {}

    private Optional<Fault> walk(ClusterImage begin, Trace from, List<Step> back) {
        Trace trace = from.turnedBack();
        ClusterImage now = trace.before();
        List<Trace> traces = new ArrayList<>(back.size());
        for (int i = 0; i < back.size(); i++) {
            if (goesOnAsBefore(trace, back, i, begin)) {
                // The way back of the next state will go on as this one, which begins a step earlier.
                traces.addAll(walked.subList(walked.size() - back.size() + i, walked.size()));
                walked = traces;
                walkedSteps = back;
                return Optional.empty();
            }
            Step step = back.get(i);
            traces.add(trace);
            ClusterImage after = Projection.project(now, step);
            List<Rulebook.Broken> laws = Rulebook.broken(trace, step, after, SharedSet.empty());
            if (!laws.isEmpty()) {
                return Optional.of(new Fault(laws.getFirst().law(), after, Prover.reasons(laws)));
            }
            now = after;
            // Nobody looks at what happened before the end of the way.
            trace = i + 1 < back.size() ? trace.then(step, after) : trace;
        }
        walked = traces;
        walkedSteps = back;
        arrived = begin;
        List<PlanBasis.Difference> left = PlanBasis.between(begin, now);
        if (left.isEmpty()) {
            return Optional.empty();
        }
        PlanBasis.Difference difference = left.getFirst();
        return Optional.of(new Fault(Rulebook.law(15), from.before(), List.of(new StepReason.LawBroken(15,
                Rulebook.law(15).name(), "undone from here, " + difference.now() + "; it was that "
                        + difference.planned(), ""))));
    }

    /// Whether this way back goes on from its step of that index as the one that was walked before, from the same trace
    /// to the same place: it was judged then. Nothing is lost on the way back that law 4 looks at.
    private boolean goesOnAsBefore(Trace trace, List<Step> back, int index, ClusterImage begin) {
        int earlier = walkedSteps.size() - back.size();
        if (earlier + index < 0) {
            return false;
        }
        for (int i = back.size() - 1; i >= index; i--) {
            if (!back.get(i).equals(walkedSteps.get(earlier + i))) {
                return false;
            }
        }
        return arrived.equals(begin) && walked.get(earlier + index).equals(trace);
    }

    private Proof.Broken broken(Fault fault, Plan.Position position, List<Step> back) {
        return new Proof.Broken(fault.law(), Optional.of(position), fault.image(), fault.reasons(),
                withWayBack(plan, position.index(), back));
    }

    private static List<Stage> withWayBack(Plan plan, int index, List<Step> back) {
        List<Stage> stages = new ArrayList<>(Prover.prefix(plan, index));
        stages.add(new Stage(stages.size() + 1, new Stage.Subject.Pause("the way back from there"), back,
                Duration.ZERO, ""));
        return stages;
    }
}
