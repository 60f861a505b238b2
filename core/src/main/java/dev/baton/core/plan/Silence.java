package dev.baton.core.plan;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Who falls silent: clients of a group notice an outage of its own, and one of a group that it starts after.
public final class Silence {

    private Silence() {}

    /// Returns the groups whose clients notice that these are offline for a while: those of them that are meant to run,
    /// and all that start after one of those, directly or not, and are meant to run.
    ///
    /// @throws IllegalArgumentException if the image has no such group
    public static SortedSet<GroupId> of(ClusterImage image, Collection<GroupId> offline) {
        TreeSet<GroupId> silent = new TreeSet<>();
        for (GroupId id : offline) {
            if (image.group(id).intent().online()) {
                silent.add(id);
            }
        }
        List<GroupImage> dependants = image.dependants();
        boolean more = !silent.isEmpty() && !dependants.isEmpty();
        while (more) {
            more = false;
            for (GroupImage group : dependants) {
                boolean waits = group.terms().after().stream().anyMatch(silent::contains);
                more |= waits && group.intent().online() && silent.add(group.id());
            }
        }
        return silent;
    }
}
