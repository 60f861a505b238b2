package dev.baton.agent.ownership;

import dev.baton.core.model.GroupId;

/// What jobs do on this node at the moment.
public interface Work {

    /// Returns whether a job works on the group's data: the group counts as active meanwhile.
    boolean on(GroupId group);

    /// Returns whether a job changes the node itself: nothing may come here meanwhile.
    boolean changesNode();

    /// Returns how many jobs on the group's data have ended; each may have changed its format.
    long endedOn(GroupId group);
}
