package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.SharedMap;
import dev.baton.core.model.SharedSet;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Step;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a plan says of its own risks before anybody accepts it (laws 4 and 5).
///
/// @param exposure   how long each group has no takeover target; zero for one that has none for a moment only; groups
///                   that always have one are left out
/// @param thinVotes  nodes whose change leaves the coordination engine no vote to lose
/// @param noMajority nodes whose change leaves it without a majority: nothing is decided, and no group may run on
///                   longer than its lease, until the node is back
/// @param mayBeOut   how many nodes may be out of service together; at least 1
public record Announcement(SortedMap<GroupId, Duration> exposure, SortedSet<NodeId> thinVotes,
        SortedSet<NodeId> noMajority, int mayBeOut) {

    /// Nothing is said: no group loses its cover, no vote is missed, one node at a time.
    public static final Announcement NOTHING =
            new Announcement(Collections.emptySortedMap(), Collections.emptySortedSet(),
                    Collections.emptySortedSet(), 1);

    public Announcement {
        exposure = SharedMap.copyOf(exposure);
        thinVotes = SharedSet.copyOf(thinVotes);
        noMajority = SharedSet.copyOf(noMajority);
    }

    /// Returns what the plan has to say when it is carried out from `image`.
    ///
    /// @throws IllegalArgumentException if a step names something that the image does not define
    public static Announcement of(ClusterImage image, Plan plan) {
        return of(plan, CoverHistory.of(image, plan));
    }

    /// Returns what the plan has to say when it is carried out from where the history begins.
    ///
    /// @param history of that plan
    public static Announcement of(Plan plan, CoverHistory history) {
        TreeMap<GroupId, Duration> exposure = new TreeMap<>(Exposure.of(history, plan).byGroup());
        TreeSet<NodeId> thin = new TreeSet<>();
        TreeSet<NodeId> none = new TreeSet<>();
        int done = 0;
        SharedSet<GroupId> said = SharedSet.empty();
        for (Step step : history.steps()) {
            if (Votes.takesVote(plan.spec(), step) && step instanceof Step.OnNode on
                    && history.image(done).node(on.node()).voter()) {
                Votes.Count left = Votes.without(history.image(done), on.node());
                if (!left.majority()) {
                    none.add(on.node());
                } else if (!left.withoutOneMore().majority()) {
                    thin.add(on.node());
                }
            }
            SharedSet<GroupId> uncovered = history.uncovered(++done);
            if (!uncovered.equals(said)) {
                uncovered.forEach(group -> exposure.putIfAbsent(group, Duration.ZERO));
                said = uncovered;
            }
        }
        return new Announcement(exposure, thin, none, plan.spec().mayBeOut());
    }

    /// Returns whether the plan says that the group is without cover for a while.
    public boolean says(GroupId group) {
        return exposure.containsKey(group);
    }
}
