package dev.baton.core.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;

/// What a node last said about a group that it owns or owned. A report of another incarnation or epoch than the claim's
/// is stale and counts for nothing.
///
/// @param node        who says it
/// @param incarnation which life of its agent
/// @param epoch       of the claim under which it was seen
/// @param states      each resource's state
/// @param failure     why the group does not run here, when it does not
/// @param restarts    how often each resource was restarted in place since its failures were forgotten last
/// @param format      what the data's own format probe said after the claim, when there is one
public record Report(NodeId node, long incarnation, long epoch, SortedMap<ResourceId, ResourceState> states,
        Optional<String> failure, Optional<Version> format, SortedMap<ResourceId, Integer> restarts) {

    public Report {
        states = SharedMap.copyOf(states);
        restarts = SharedMap.copyOf(restarts);
    }

    /// A report of a group of which nothing was restarted.
    public Report(NodeId node, long incarnation, long epoch, SortedMap<ResourceId, ResourceState> states,
            Optional<String> failure, Optional<Version> format) {
        this(node, incarnation, epoch, states, failure, format, Collections.emptySortedMap());
    }

    /// Returns the report of a node as it is now, where nothing went wrong.
    static Report of(NodeImage node, long epoch, SortedMap<ResourceId, ResourceState> states) {
        return new Report(node.id(), node.incarnation(), epoch, states, Optional.empty(), Optional.empty());
    }

    /// Returns whether it is the report of the node as it is now, where nothing went wrong, of these very states.
    // Told apart at once: who asks has them from such a report.
    @SuppressWarnings("ReferenceEquality")
    boolean says(NodeImage sayer, long ofEpoch, SortedMap<ResourceId, ResourceState> ofStates) {
        return epoch == ofEpoch && states == ofStates && failure.isEmpty() && format.isEmpty() && restarts.isEmpty()
                && node.equals(sayer.id()) && incarnation == sayer.incarnation();
    }
}
