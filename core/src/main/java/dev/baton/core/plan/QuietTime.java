package dev.baton.core.plan;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A time in which nobody uses a group, which leaves the cluster's control or is saved together with others: from the
/// stage that silences its users to the one that ends the silence, both included.
///
/// @param from  number of the first stage
/// @param until number of the last
/// @param lasts estimated
public record QuietTime(GroupId group, int from, int until, Duration lasts) {

    /// Returns those of a plan that begins at `start`, by group, then in order.
    public static List<QuietTime> of(ClusterImage start, Plan plan) {
        // Few groups are ever silenced, and plans have thousands of stages: only these are followed through them.
        TreeSet<GroupId> silenced = new TreeSet<>();
        start.groups().values().stream().filter(group -> group.placement().detachment().isPresent())
                .forEach(group -> silenced.add(group.id()));
        plan.stages().forEach(stage -> noteSilenced(stage, start, silenced));
        return silenced.stream().flatMap(group -> of(start.group(group), plan.stages()).stream()).toList();
    }

    private static void noteSilenced(Stage stage, ClusterImage start, Set<GroupId> silenced) {
        for (Step step : stage.steps()) {
            if (step instanceof Step.Quiesce(var group) && start.groups().containsKey(group)) {
                silenced.add(group);
            }
        }
    }

    private static List<QuietTime> of(GroupImage group, List<Stage> stages) {
        List<QuietTime> times = new ArrayList<>();
        Step begins = new Step.Quiesce(group.id());
        Step ends = new Step.Unquiesce(group.id());
        boolean quiet = group.placement().detachment().isPresent();
        int from = 0;
        Duration lasts = Duration.ZERO;
        for (Stage stage : stages) {
            if (quiet || stage.steps().contains(begins)) {
                from = from == 0 ? stage.number() : from;
                lasts = lasts.plus(stage.takes());
                quiet = !stage.steps().contains(ends);
                if (!quiet || stage.equals(stages.getLast())) {
                    times.add(new QuietTime(group.id(), from, stage.number(), lasts));
                    from = 0;
                    lasts = Duration.ZERO;
                }
            }
        }
        return times;
    }

    /// Returns whether the other one is the same time, of whatever group.
    public boolean isWith(QuietTime other) {
        return from == other.from && until == other.until;
    }

    /// Returns whether the stage of that number belongs to it.
    public boolean includes(int stage) {
        return from <= stage && stage <= until;
    }

    /// Returns whether the group is quiet after the stage of that number.
    public boolean goesOnAfter(int stage) {
        return from <= stage && stage < until;
    }
}
