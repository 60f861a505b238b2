/// Plans tried out on likenesses of their clusters.
@NullMarked
package dev.baton.simulator.rehearsal;

import org.jspecify.annotations.NullMarked;
