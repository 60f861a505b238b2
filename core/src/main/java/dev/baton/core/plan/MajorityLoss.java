package dev.baton.core.plan;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What it costs that the coordination engine has no majority while a node restarts: no heartbeat is committed, every
/// lease ends, and every node gives up what it holds until the restarted one is back (law 5). A restart is taken to be
/// longer than a lease.
public final class MajorityLoss {

    private MajorityLoss() {}

    /// Returns the groups that their owners give up while the node is away: all that run, except those whose clients
    /// are silent already; none where enough votes are left.
    ///
    /// @param image before the node goes away
    /// @throws IllegalArgumentException if the image has no such node
    public static SortedSet<GroupId> of(ClusterImage image, NodeId away) {
        if (!image.node(away).voter() || missingVotes(image, away, 0) == 0) {
            return Collections.emptySortedSet();
        }
        List<GroupId> stopped = new ArrayList<>();
        TreeSet<GroupId> running = new TreeSet<>();
        for (GroupImage group : image.groups().values()) {
            if (group.owner().or(() -> group.placement().owner()).isPresent() && group.intent().online()) {
                boolean quiet = group.placement().detachment().isPresent()
                        || group.placement().offline().containsAll(group.resourceIds());
                (quiet ? stopped : running).add(group.id());
            }
        }
        running.removeAll(Silence.of(image, stopped));
        return Collections.unmodifiableSortedSet(running);
    }

    /// Returns how many votes of machines that are up must be added so that the others are a majority without the node.
    public static int votesWanted(ClusterImage image, NodeId away) {
        int added = 0;
        while (missingVotes(image, away, added) > 0) {
            added++;
        }
        return added;
    }

    private static int missingVotes(ClusterImage image, NodeId away, int added) {
        List<NodeImage> voters = image.voters();
        int left = added;
        for (NodeImage node : voters) {
            left += node.up() && !node.id().equals(away) ? 1 : 0;
        }
        int needed = voters.isEmpty() ? 0 : (voters.size() + added) / 2 + 1;
        return Math.max(0, needed - left);
    }
}
