/// One seed: its cluster, its troubles, an upgrade through them, and what came of it; many seeds, and how a failing one
/// is made small.
@NullMarked
package dev.baton.simulator.seed;

import org.jspecify.annotations.NullMarked;
