package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.plan.Beside;
import dev.baton.core.plan.Course;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.rules.CoverHistory;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What is made of a plan before it is whole: what it begins with, and its history as far as it is written.
final class Ahead implements Consumer<Course> {
    private final Beside beside;
    private final Supplier<PlanBasis> basis;
    private Supplier<CoverHistory.Beginning> history;

    Ahead(ClusterImage start, Beside beside) {
        this.beside = beside;
        this.history = beside.begin(() -> CoverHistory.at(start));
        this.basis = beside.begin(() -> PlanBasis.of(start));
    }

    @Override
    public void accept(Course course) {
        history = beside.then(history, before -> before.by(course));
    }

    /// Returns the basis of the plan; to be asked once.
    Supplier<PlanBasis> basis() {
        return basis;
    }

    /// Returns the history of what was written so far; to be asked once, when nothing more is written.
    Supplier<CoverHistory.Beginning> history() {
        return history;
    }
}
