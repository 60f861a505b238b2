package dev.baton.core.model;

import java.util.Collections;
import java.util.SortedSet;

/// What the operator wants of a group. Only people change it.
///
/// @param online           whether the group should run
/// @param offlineResources resources that stay offline although the group should run, with their dependants
public record Intent(boolean online, SortedSet<ResourceId> offlineResources) {

    /// The group and all its resources should run.
    public static final Intent ONLINE = new Intent(true, Collections.emptySortedSet());

    public Intent {
        offlineResources = SharedSet.copyOf(offlineResources);
    }
}
