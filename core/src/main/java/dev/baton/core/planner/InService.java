package dev.baton.core.planner;

import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.rules.CoverHistory;
import dev.baton.core.rules.Exposure;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The plan of an upgrade that leaves what runs on a node alone, in service: node after node is closed, changed and let
/// go, and no group moves. Every order is as good as every other: groups stay where they are, so while a node is closed
/// the same groups have nobody to take them over, whenever its turn comes; and no node can be left out. Those with the
/// fewest critical groups go first, then those with the fewest groups: what is wrong with the new version shows there
/// first.
final class InService {
    private final Problem problem;

    InService(Problem problem) {
        this.problem = problem;
    }

    /// Returns the plan, or why its canary cannot go where it should. It is the best one.
    ///
    /// @param ahead begun where the plan begins
    Drafting plan(Ahead ahead) {
        List<Act> acts = IntStream.range(0, problem.nodes.size()).filter(problem::needs).boxed()
                .sorted(Comparator.comparing((Integer node) -> !problem.runHeld(node))
                        .thenComparing(node -> groups(node, true)).thenComparing(node -> groups(node, false))
                        .thenComparing(node -> node))
                .<Act>map(Act.Upgrade::new).toList();
        Canary.Sent sent = Canary.sent(problem.start, new StageWriter(problem, 1, ahead).write(acts, ahead.basis()));
        if (!sent.against().isEmpty()) {
            return new Planning.Infeasible(sent.against(), List.of());
        }
        Plan plan = OneSet.around(problem.start, sent.plan());
        return new Draft(ahead.history(), plan, history -> report(acts, plan, history));
    }

    private PlanReport report(List<Act> acts, Plan plan, CoverHistory history) {
        Duration exposure = Exposure.of(history, plan).total();
        Duration takes = plan.stages().stream().map(Stage::takes).reduce(Duration.ZERO, Duration::plus);
        Cost cost = new Cost(0, exposure.toMillis(), takes.toMillis());
        Found.Acts found = new Found.Acts(acts, cost, true, "no group has to move");
        return new Reporter(problem, cost, 0, found, plan, history).report(Optional.empty(), Optional.empty());
    }

    private long groups(int node, boolean critical) {
        return IntStream.range(0, problem.owner.length).filter(group -> problem.owner[group] == node
                && (!critical || problem.groups.get(group).critical())).count();
    }
}
