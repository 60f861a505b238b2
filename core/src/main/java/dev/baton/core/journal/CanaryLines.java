package dev.baton.core.journal;

import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the canary of a run has shown, over all of its plans.
final class CanaryLines {

    private CanaryLines() {}

    /// @param plans of the run, oldest first
    static List<RunView.CanaryLine> of(List<Plan> plans, RunState state) {
        List<RunView.CanaryLine> lines = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            boolean past = i < state.past().size();
            List<RunState.StepState> states = past ? state.past().get(i).steps() : state.steps();
            int first = 0;
            for (Stage stage : plans.get(i).stages()) {
                int last = first + stage.steps().size();
                if (stage.subject() instanceof Stage.Subject.Canary canary) {
                    line(canary, stage.steps(), states.subList(first, last), past).ifPresent(lines::add);
                }
                first = last;
            }
        }
        return lines;
    }

    private static Optional<RunView.CanaryLine> line(Stage.Subject.Canary canary, List<Step> steps,
            List<RunState.StepState> states, boolean past) {
        if (states.stream().allMatch(state -> state.status() instanceof StepStatus.Pending)) {
            return Optional.empty();
        }
        Optional<String> failed = states.stream().map(RunState.StepState::status)
                .filter(StepStatus.Failed.class::isInstance).map(status -> ((StepStatus.Failed) status).why())
                .findFirst();
        boolean done = states.stream().allMatch(state -> state.status() instanceof StepStatus.Done);
        String result = done ? "ok" : failed.isPresent() ? "failed" : past ? "left" : "now";
        return Optional.of(new RunView.CanaryLine(canary.group(), canary.tried(), canary.back(), result,
                failed.orElseGet(() -> seen(steps, states))));
    }

    /// What was read before the group left is no result.
    private static String seen(List<Step> steps, List<RunState.StepState> states) {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            boolean before = steps.get(i) instanceof Step.Fingerprint(_, var again) && !again;
            if (!before && !states.get(i).detail().isEmpty()) {
                seen.add(states.get(i).detail());
            }
        }
        return seen.stream().collect(Collectors.joining("; "));
    }
}
