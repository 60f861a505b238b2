package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.plan.Plan;
import dev.baton.core.rules.CoverHistory;
import java.util.function.Function;

/// A plan that was found and has no report yet. Who proves the plan too needs its history for both, and may have the
/// report written beside the proof.
public final class Draft implements Drafting {
    private final ClusterImage image;
    private final Plan plan;
    private final Function<CoverHistory, PlanReport> reporter;

    /// @param image    that the plan begins with
    /// @param reporter says from the history of the plan what it costs and why
    Draft(ClusterImage image, Plan plan, Function<CoverHistory, PlanReport> reporter) {
        this.image = image;
        this.plan = plan;
        this.reporter = reporter;
    }

    /// Returns the plan.
    public Plan plan() {
        return plan;
    }

    /// Returns who could take over what in every state that the plan goes through; made anew at each call.
    public CoverHistory history() {
        return CoverHistory.of(image, plan);
    }

    /// Returns what the plan costs and why.
    ///
    /// @param history of the plan
    public PlanReport report(CoverHistory history) {
        return reporter.apply(history);
    }

    /// Returns the plan with its report.
    public Planning.Planned planned() {
        return new Planning.Planned(plan, report(history()));
    }
}
