/// Fresh seeds, kept seeds, and mutants: whether the simulator finds what it is for.
@NullMarked
package dev.baton.simulator;

import org.jspecify.annotations.NullMarked;
