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
}
