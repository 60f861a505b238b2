package dev.baton.core.planner;

import dev.baton.core.plan.Preset;
import java.util.Comparator;

/// What a plan, or the rest of one, costs.
///
/// @param outages  how often a group's clients notice something
/// @param critical how many of these are of critical groups
/// @param exposure group-milliseconds without cover
/// @param millis   how long it takes
/// @param rubbing  pairs of groups that share a node in the end although they had rather not
record Cost(long outages, long critical, long exposure, long millis, long rubbing) {

    static final Cost ZERO = new Cost(0, 0, 0);

    /// No critical group has an outage, and none is where it had rather not be.
    Cost(long outages, long exposure, long millis) {
        this(outages, 0, exposure, millis, 0);
    }

    Cost plus(Cost other) {
        return new Cost(outages + other.outages, critical + other.critical, exposure + other.exposure,
                millis + other.millis, rubbing + other.rubbing);
    }

    /// Returns this cost of a plan that ends with that many pairs.
    Cost endingWith(long pairs) {
        return new Cost(outages, critical, exposure, millis, rubbing + pairs);
    }

    /// Returns the order in which a preset prefers costs.
    static Comparator<Cost> order(Preset preset) {
        // Not joined of the platform's comparators: those no start-up cache holds, since they can be serialised.
        return switch (preset) {
            case FEWEST_OUTAGES, DOCUMENTED -> Cost::compareByOutages;
            case LEAST_EXPOSURE -> (one, other) -> one.exposure != other.exposure
                    ? Long.compare(one.exposure, other.exposure) : compareByOutages(one, other);
            case FASTEST -> (one, other) -> one.millis != other.millis
                    ? Long.compare(one.millis, other.millis) : compareByOutages(one, other);
        };
    }

    private static int compareByOutages(Cost one, Cost other) {
        return one.outages != other.outages ? Long.compare(one.outages, other.outages)
                : one.critical != other.critical ? Long.compare(one.critical, other.critical)
                : one.exposure != other.exposure ? Long.compare(one.exposure, other.exposure)
                : one.millis != other.millis ? Long.compare(one.millis, other.millis)
                : Long.compare(one.rubbing, other.rubbing);
    }
}
