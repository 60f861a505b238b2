package dev.baton.cluster.api;

import dev.baton.coordination.tree.ClusterLevels;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.FailureRecord;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.screen.FinalizeScreen;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The whole cluster as one node sees it.
///
/// @param image  the cluster
/// @param leader the node whose controller decides; empty while there is none
/// @param votes  of the coordination engine
/// @param since  when each group's owner last changed; groups without an owner since then are left out
/// @param run    the run that is on, when one is
/// @param failures what is counted of each group's failures; groups without any are left out
/// @param margin how near any node came to losing its lease lately, as the node that answered saw it
/// @param now    wall-clock time of the node that answered
public record StatusView(ClusterImage image, Optional<NodeId> leader, Votes votes, SortedMap<GroupId, Instant> since,
        Optional<RunView> run, SortedMap<GroupId, FailureRecord> failures, Optional<LeaseMargin> margin, Instant now) {

    public StatusView {
        since = Collections.unmodifiableSortedMap(new TreeMap<>(since));
        failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
    }

    /// A cluster in which nothing failed.
    public StatusView(ClusterImage image, Optional<NodeId> leader, Votes votes, SortedMap<GroupId, Instant> since,
            Optional<RunView> run, Instant now) {
        this(image, leader, votes, since, run, Collections.emptySortedMap(), Optional.empty(), now);
    }

    /// Returns what is counted of a group's failures.
    public FailureRecord failuresOf(GroupId group) {
        return failures.getOrDefault(group, FailureRecord.NONE);
    }

    /// Returns what is to be known before the cluster level rises.
    public FinalizeScreen finalizing() {
        return new FinalizeScreen(image, run.map(RunView::run), Optional.of(image.level() + 1)
                .filter(level -> level <= ClusterLevels.BUILD.highest()).map(ClusterLevels::brings));
    }

    /// Returns whether the cluster is as the other view shows it, whatever the time.
    public boolean sameAs(StatusView other) {
        return image.equals(other.image) && leader.equals(other.leader) && votes.equals(other.votes)
                && failures.equals(other.failures) && run.map(RunView::status).equals(other.run.map(RunView::status));
    }

    /// The coordination engine's majority.
    ///
    /// @param up    vote holders that take part now
    /// @param total vote holders
    /// @param nodes what each says of itself: `leader`, `follower`, `standalone`, or `down`
    public record Votes(int up, int total, SortedMap<NodeId, String> nodes) {
        public Votes {
            nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        }
    }
}
