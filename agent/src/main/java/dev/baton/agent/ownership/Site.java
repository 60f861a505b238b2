package dev.baton.agent.ownership;

import dev.baton.agent.facts.Facts;
import dev.baton.agent.lease.Standing;
import dev.baton.agent.loop.Desk;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.GroupId;
import java.util.function.Consumer;

/// What every keeper of this node shares.
///
/// @param changed told which group must be looked at again
public record Site(Desk desk, TreeMirror mirror, Standing standing, Facts facts, Work work,
        Consumer<GroupId> changed) {}
