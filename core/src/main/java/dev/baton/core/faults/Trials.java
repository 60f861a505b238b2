package dev.baton.core.faults;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A plan played many times: once without accident, and with each of many.
///
/// @param seed      from which all chance follows
/// @param accidents how many there are
/// @param planned   outages that the plan says, by group; groups without are left out
/// @param calm      nothing goes wrong
/// @param trials    by number, from 1: of every accident, or of a sample of them
public record Trials(long seed, int accidents, SortedMap<GroupId, Integer> planned, Trial calm, List<Trial> trials) {

    public Trials {
        planned = Collections.unmodifiableSortedMap(new TreeMap<>(planned));
        trials = List.copyOf(trials);
    }

    /// Returns the outages that a plan says, those of groups that start after others included.
    public static SortedMap<GroupId, Integer> planned(ClusterImage image, Plan plan) {
        TreeMap<GroupId, Integer> planned = new TreeMap<>();
        for (Stage stage : plan.stages()) {
            stage.silent(image).forEach(group -> planned.merge(group, 1, Integer::sum));
        }
        return planned;
    }

    /// Returns whether the undisturbed run finished, with the outages of the plan and no more.
    public boolean asPlanned() {
        return calm.ending() instanceof Ending.Finished && calm.outages().equals(planned);
    }

    /// Returns whether it was so, and every other run came to an end that nobody needs to fear.
    public boolean well() {
        return asPlanned() && trials.stream().allMatch(trial -> trial.ending().well());
    }
}
