/// What this node says about itself: product versions as their own probes read them, levels, protection, address.
///
/// Pure. Depends on `loop` and `lease`. Read by placement, planner and laws through the tree.
@NullMarked
package dev.baton.agent.facts;

import org.jspecify.annotations.NullMarked;
