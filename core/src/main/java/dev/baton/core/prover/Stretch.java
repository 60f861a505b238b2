package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.plan.Beside;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.CoverHistory;
import dev.baton.core.rules.Rulebook;
import dev.baton.core.rules.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Stages of a plan that follow each other, each of their steps judged by every law, and the ways back from within.
/// What happened before each step is known, so no stretch needs another.
///
/// @param broken  the first step that breaks a law; what comes after it was not looked at
/// @param retreat the ways back from within the stages before that
record Stretch(Optional<Proof.Broken> broken, Retreat retreat) {

    /// A stretch has at least so many steps, but for the last one of a plan.
    private static final int STEPS = 256;

    /// Returns the stretches of a plan, in order.
    ///
    /// @param traces  before each step, and after the last
    /// @param history of the plan
    static List<Supplier<Stretch>> of(Plan plan, List<Trace> traces, CoverHistory history, Beside beside) {
        List<Supplier<Stretch>> stretches = new ArrayList<>();
        List<Stage> stages = plan.stages();
        int begin = 0;
        int first = 0;
        int steps = 0;
        for (int i = 0; i < stages.size(); i++) {
            steps += stages.get(i).steps().size();
            if (steps >= STEPS || i == stages.size() - 1) {
                List<Stage> these = stages.subList(begin, i + 1);
                int index = first;
                stretches.add(beside.begin(() -> walked(plan, these, index, traces, history)));
                begin = i + 1;
                first += steps;
                steps = 0;
            }
        }
        return stretches;
    }

    private static Stretch walked(Plan plan, List<Stage> stages, int first, List<Trace> traces, CoverHistory history) {
        Retreat retreat = new Retreat(plan);
        int index = first;
        for (Stage stage : stages) {
            for (Step step : stage.steps()) {
                Trace trace = traces.get(index);
                ClusterImage after = history.image(index + 1);
                List<Rulebook.Broken> broken = new ArrayList<>(
                        Rulebook.broken(trace, step, after, history.lostBy(index)));
                Vanity.inVain(trace.before(), step).ifPresent(broken::add);
                Vanity.untrue(trace.before(), step).ifPresent(broken::add);
                if (!broken.isEmpty()) {
                    return new Stretch(Optional.of(new Proof.Broken(broken.getFirst().law(),
                            Optional.of(new Plan.Position(index, stage, step)), after, Prover.reasons(broken),
                            Prover.prefix(plan, index))), retreat);
                }
                index++;
            }
            int begin = index - stage.steps().size();
            retreat.from(stage, traces.subList(begin, index + 1), begin);
        }
        return new Stretch(Optional.empty(), retreat);
    }
}
