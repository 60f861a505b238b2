package dev.baton.core.planner;

import dev.baton.core.plan.Preset;
import java.util.Comparator;

/// What a plan, or the rest of one, costs.
///
/// @param outages  how often a group's clients notice something
/// @param exposure group-milliseconds without cover
/// @param millis   how long it takes
record Cost(long outages, long exposure, long millis) {

    static final Cost ZERO = new Cost(0, 0, 0);

    Cost plus(Cost other) {
        return new Cost(outages + other.outages, exposure + other.exposure, millis + other.millis);
    }

    /// Returns the order in which a preset prefers costs.
    static Comparator<Cost> order(Preset preset) {
        return switch (preset) {
            case FEWEST_OUTAGES, DOCUMENTED -> Comparator.comparingLong(Cost::outages)
                    .thenComparingLong(Cost::exposure).thenComparingLong(Cost::millis);
            case LEAST_EXPOSURE -> Comparator.comparingLong(Cost::exposure)
                    .thenComparingLong(Cost::outages).thenComparingLong(Cost::millis);
            case FASTEST -> Comparator.comparingLong(Cost::millis)
                    .thenComparingLong(Cost::outages).thenComparingLong(Cost::exposure);
        };
    }
}
