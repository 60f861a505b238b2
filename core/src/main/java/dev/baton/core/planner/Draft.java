package dev.baton.core.planner;

import dev.baton.core.plan.Plan;
import dev.baton.core.rules.CoverHistory;
import java.util.function.Function;
import java.util.function.Supplier;

/// A plan that was found and has no report yet. Who proves the plan too needs its history for both, and may have the
/// report written beside the proof.
public final class Draft implements Drafting {
    private final Supplier<CoverHistory.Beginning> beginning;
    private final Plan plan;
    private final Function<CoverHistory, PlanReport> reporter;

    /// @param beginning of the history, at the image that the plan begins with; asked for at most once
    /// @param reporter  says from the history of the plan what it costs and why
    Draft(Supplier<CoverHistory.Beginning> beginning, Plan plan, Function<CoverHistory, PlanReport> reporter) {
        this.beginning = beginning;
        this.plan = plan;
        this.reporter = reporter;
    }

    /// Returns the plan.
    public Plan plan() {
        return plan;
    }

    /// Returns who could take over what in every state that the plan goes through. To be asked for at most once.
    public CoverHistory history() {
        return beginning.get().of(plan);
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
