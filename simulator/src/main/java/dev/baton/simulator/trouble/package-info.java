/// What goes wrong: drawn from the seed as a list, so that it can be printed, thinned out and replayed, and then done
/// to the world.
@NullMarked
package dev.baton.simulator.trouble;

import org.jspecify.annotations.NullMarked;
