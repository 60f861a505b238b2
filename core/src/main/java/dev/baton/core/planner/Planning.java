package dev.baton.core.planner;

import dev.baton.core.model.Reason;
import dev.baton.core.plan.Plan;
import java.util.List;

/// What planning came to.
public sealed interface Planning {

    /// A plan, and what it costs and why.
    record Planned(Plan plan, PlanReport report) implements Planning {}

    /// There is no plan.
    ///
    /// @param because   every reason, the most telling first; at least one
    /// @param wouldHelp what would make it feasible, each as one sentence without a full stop, tried out by planning
    record Infeasible(List<Reason> because, List<String> wouldHelp) implements Planning, Drafting {
        public Infeasible {
            because = List.copyOf(because);
            wouldHelp = List.copyOf(wouldHelp);
        }
    }
}
