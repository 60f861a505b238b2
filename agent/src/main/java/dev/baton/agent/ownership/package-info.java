/// What this node owns. Per group one keeper, level-triggered on placement, claim, holds and lease: it claims before it
/// starts, starts by dependency, reports, stops in reverse, verifies, and only then releases.
///
/// Pure. Depends on `lease`, `facts`, `resource` and `loop`. The other half of the single-owner protocol: think hard
/// before changing a line.
@NullMarked
package dev.baton.agent.ownership;

import org.jspecify.annotations.NullMarked;
