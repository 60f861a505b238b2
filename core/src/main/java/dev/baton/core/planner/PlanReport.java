package dev.baton.core.planner;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.SharedMap;
import dev.baton.core.model.SharedSet;
import dev.baton.core.plan.Preset;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;

/// What a plan costs, how good it is and how that is known, and where one may rest or turn back.
///
/// @param preset           what the plan prefers
/// @param outages          one for each group and stage in which clients notice something
/// @param leastOutages     fewer are impossible, and why
/// @param outagesByGroup   every group that has some
/// @param optimal          whether no plan is better by this preset
/// @param howKnown         how that is known, or what is known instead, for people
/// @param exposure         time without cover, summed over groups
/// @param exposureByGroup  every group that has some
/// @param leastExposure    less is impossible, and why
/// @param oneMoreNode      the exposure with one more empty node, when there is exposure and it was worth computing
/// @param planned          how long groups are offline as planned, summed over groups: an outage of a stage lasts as
///                         long as the stage, for its group and for all that start after it
/// @param makespan         how long the stages take together
/// @param waves            how many times nodes are changed; one node at a time makes one wave each
/// @param pointOfNoReturn  the first stage that cannot be undone, when there is one
/// @param safeRests        after which stages every group is covered; 0 is before the first
/// @param votes            what happens to the majority, for people (law 5)
/// @param outlooks         for each stage what one more failure would do
public record PlanReport(Preset preset, int outages, Least<Integer> leastOutages,
        SortedMap<GroupId, Integer> outagesByGroup, boolean optimal, String howKnown, Duration exposure,
        SortedMap<GroupId, Duration> exposureByGroup, Least<Duration> leastExposure, Optional<Duration> oneMoreNode,
        Duration planned, Duration makespan, int waves, OptionalInt pointOfNoReturn, List<Integer> safeRests,
        String votes, List<Outlook> outlooks) {

    public PlanReport {
        outagesByGroup = SharedMap.copyOf(outagesByGroup);
        exposureByGroup = SharedMap.copyOf(exposureByGroup);
        safeRests = List.copyOf(safeRests);
        outlooks = List.copyOf(outlooks);
    }

    /// A value below which nothing is possible.
    ///
    /// @param value   the bound
    /// @param because why, for people
    public record Least<T>(T value, String because) {}

    /// What becomes of groups when one more node fails during a stage.
    ///
    /// @param stage     its number
    /// @param uncovered groups that nobody could take then
    /// @param resting   groups that nobody could take if the run rested after the stage
    /// @param sentence  for a table of stages, in at most 34 characters where names are short
    public record Outlook(int stage, SortedSet<GroupId> uncovered, SortedSet<GroupId> resting, String sentence) {
        public Outlook {
            uncovered = SharedSet.copyOf(uncovered);
            resting = SharedSet.copyOf(resting);
        }
    }

    /// Returns the longest time that any one group is without cover.
    public Duration worstExposure() {
        return exposureByGroup.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
