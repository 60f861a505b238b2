package dev.baton.cluster.runner;

import dev.baton.core.journal.StepStatus;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.Rulebook;
import dev.baton.core.rules.Trace;
import java.util.List;
import java.util.Optional;

/// Whether a step may begin on the cluster as it is. Before the first step of a stage the whole stage is looked at,
/// step by step, as it is planned: a group is not taken offline for a move that could not follow, and a node is not
/// closed that could not be changed. Where the cluster is not as it was planned to be by now, the whole rest of the
/// plan is looked at, up to the end that it must reach.
final class StageGate {

    private StageGate() {}

    /// Returns what keeps the step from beginning, for people; empty when nothing does.
    static Optional<String> inTheWay(Situation now, int index) {
        List<Plan.Position> all = now.plan().positions();
        int stage = all.get(index).stage().number();
        boolean first = index == 0 || all.get(index - 1).stage().number() != stage;
        if (!first) {
            return wasUndone(now, all, index) ? inTheWayOfTheRest(now)
                    : tornSet(now).or(() -> walk(now, List.of(now.step(index)), false));
        }
        boolean asPlanned = PlanBasis.of(now.trace().before()).differences(PlanBasis.of(now.image())).isEmpty();
        return asPlanned ? walk(now, all.stream().filter(position -> position.stage().number() == stage)
                .map(Plan.Position::step).toList(), false) : inTheWayOfTheRest(now);
    }

    /// Whether something that the stage has installed is not there any more: its node was undone.
    private static boolean wasUndone(Situation now, List<Plan.Position> all, int index) {
        int stage = all.get(index).stage().number();
        return all.subList(0, index).stream().filter(position -> position.stage().number() == stage)
                .anyMatch(position -> position.step() instanceof Step.Install(var node, var product, var from, _)
                        && now.image().node(node).version(product).filter(from::equals).isPresent());
    }

    /// Returns what keeps the rest of the plan from being carried out from the cluster as it is, or from reaching its
    /// end; empty when nothing does.
    static Optional<String> inTheWayOfTheRest(Situation now) {
        List<Step> steps = now.plan().steps();
        return tornSet(now).or(() -> walk(now, steps.subList(now.state().current().orElse(steps.size()), steps.size()),
                true));
    }

    /// Returns what makes copies that are being made together no set: a group has been placed anew since its users fell
    /// silent, and who uses it on its new node may have written.
    private static Optional<String> tornSet(Situation now) {
        List<Plan.Position> all = now.plan().positions();
        Optional<Plan.Position> current = now.state().current().map(all::get).filter(position ->
                position.stage().subject() instanceof Stage.Subject.SaveTogether
                        && !(position.step() instanceof Step.Unquiesce));
        return current.flatMap(at -> all.subList(0, at.index()).stream().filter(position ->
                        position.stage().equals(at.stage()) && position.step() instanceof Step.Quiesce quiesce
                        && !StepChecks.before(now, quiesce).equals(now.stateOf(position.index()).before()))
                .map(position -> ((Step.Quiesce) position.step()).group()).findFirst())
                .map(group -> group + " was placed anew since its users fell silent: "
                        + now.image().group(group).placement().because());
    }

    private static Optional<String> walk(Situation now, List<Step> steps, boolean toTheEnd) {
        ClusterImage image = now.image();
        Trace trace = now.trace().at(image);
        for (Step step : steps) {
            if (tookEffect(now, step)) {
                image = Projection.project(image, step);
                trace = trace.then(step, image);
                continue;
            }
            Optional<String> notReady = StepChecks.notReady(now.at(image), step);
            if (notReady.isPresent()) {
                return notReady;
            }
            List<Reason> against = Rulebook.judge(trace, step).reasons();
            if (!against.isEmpty()) {
                return Optional.of(step.describe() + ": " + against.getFirst().facts());
            }
            image = Projection.project(image, step);
            trace = trace.then(step, image);
        }
        return toTheEnd && !trace.finalized() ? atTheEnd(now.at(image), trace) : Optional.empty();
    }

    /// Whether it is the step that is on, an attempt of it has failed, and its effect is there all the same: it was cut
    /// off before anybody could say so. Another attempt finds that nothing is left to do; from where the step began
    /// is not asked again. An attempt at a group that is only observed would be cut off at once, for ever.
    private static boolean tookEffect(Situation now, Step step) {
        boolean again = now.state().current().filter(index -> now.step(index).equals(step)
                && now.stateOf(index).status() instanceof StepStatus.Failed).isPresent();
        boolean observed = step instanceof Step.OnGroup on && !now.image().group(on.group()).placement().managed();
        return again && !observed && switch (step) {
            case Step.Install(var node, var product, _, var to) ->
                    now.image().node(node).version(product).filter(to::equals).isPresent();
            case Step.Convert(var group, _, var to) -> now.image().group(group).format().equals(new Format.At(to));
            // What the placement says comes before the first effect, or after the last.
            case Step.Quiesce _, Step.Unquiesce _, Step.Detach _, Step.Attach _ ->
                    PlanBasis.between(now.image(), Projection.project(now.image(), step)).isEmpty();
            case Step.Hold _, Step.Release _, Step.Prepare _, Step.Restart _, Step.Rejoin _, Step.SelfTest _,
                    Step.ProbeGroup _, Step.HandOverLeadership _, Step.Move _, Step.TakeOffline _, Step.BringOnline _,
                    Step.Backup _, Step.Check _, Step.Fingerprint _, Step.Wait _, Step.StopPoint _,
                    Step.Finalize _ -> false;
        };
    }

    private static Optional<String> atTheEnd(Situation end, Trace trace) {
        Optional<String> broken = Rulebook.brokenAtEnd(trace).stream().findFirst()
                .map(law -> law.reasons().getFirst().facts());
        return broken.or(() -> end.state().onWayBack() ? Rollback.missing(end) : Optional.empty());
    }
}
