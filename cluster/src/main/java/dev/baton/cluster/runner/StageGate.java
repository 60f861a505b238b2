package dev.baton.cluster.runner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.Rulebook;
import dev.baton.core.rules.Trace;
import java.util.List;
import java.util.Optional;

/// Whether a step may begin on the cluster as it is. Before the first step of a stage the whole stage is looked at,
/// step by step, as it is planned: a group is not taken offline for a move that could not follow, and a node is not
/// closed that could not be changed.
final class StageGate {

    private StageGate() {}

    /// Returns what keeps the step from beginning, for people; empty when nothing does.
    static Optional<String> inTheWay(Situation now, int index) {
        ClusterImage image = now.image();
        Trace trace = now.trace().at(image);
        for (Step step : toJudge(now, index)) {
            Optional<String> notReady = StepChecks.notReady(now.at(image), step);
            if (notReady.isPresent()) {
                return notReady;
            }
            List<Reason> against = Rulebook.judge(trace, step).reasons();
            if (!against.isEmpty()) {
                return Optional.of(step.describe() + ": " + against.getFirst().text());
            }
            image = Projection.project(image, step);
            trace = trace.then(step, image);
        }
        return Optional.empty();
    }

    private static List<Step> toJudge(Situation now, int index) {
        List<Plan.Position> all = now.plan().positions();
        int stage = all.get(index).stage().number();
        boolean first = index == 0 || all.get(index - 1).stage().number() != stage;
        return !first ? List.of(now.step(index)) : all.stream()
                .filter(position -> position.stage().number() == stage && position.index() >= index)
                .map(Plan.Position::step).toList();
    }
}
