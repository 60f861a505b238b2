/// Whether this node takes part, and for how long: the heartbeat ([Heart]), the lease that it earns ([Lease]), how the
/// agent gets in and out ([Membership]), and what all other parts ask before they act ([Standing]).
///
/// Pure. Depends on `loop` and the ports. This is the agent's half of the single-owner protocol: think hard before
/// changing a line.
@NullMarked
package dev.baton.agent.lease;

import org.jspecify.annotations.NullMarked;
