package dev.baton.core.prover;

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
            Optional<Proof.Broken> broken = broken(plan, stage, index, traces, history);
            if (broken.isPresent()) {
                return new Stretch(broken, retreat);
            }
            int next = index + stage.steps().size();
            retreat.from(stage, history.images().subList(index, next + 1), traces.subList(index, next + 1), index);
            index = next;
        }
        return new Stretch(Optional.empty(), retreat);
    }

    /// The first step of the stage that breaks a law.
    private static Optional<Proof.Broken> broken(Plan plan, Stage stage, int first, List<Trace> traces,
            CoverHistory history) {
        int index = first;
        for (Step step : stage.steps()) {
            List<Rulebook.Broken> broken = broken(traces.get(index), step, history, index);
            if (!broken.isEmpty()) {
                return Optional.of(new Proof.Broken(broken.getFirst().law(),
                        Optional.of(new Plan.Position(index, stage, step)), history.image(index + 1),
                        Prover.reasons(broken), Prover.prefix(plan, index)));
            }
            index++;
        }
        return Optional.empty();
    }

    /// What the step of that index breaks.
    private static List<Rulebook.Broken> broken(Trace trace, Step step, CoverHistory history, int index) {
        List<Rulebook.Broken> broken = Rulebook.broken(trace, step, history.image(index + 1), history.lostBy(index));
        Optional<Rulebook.Broken> vain = Vanity.inVain(trace.before(), step);
        Optional<Rulebook.Broken> untrue = Vanity.untrue(trace.before(), step);
        if (vain.isPresent() || untrue.isPresent()) {
            broken = new ArrayList<>(broken);
            vain.ifPresent(broken::add);
            untrue.ifPresent(broken::add);
        }
        return broken;
    }
}
