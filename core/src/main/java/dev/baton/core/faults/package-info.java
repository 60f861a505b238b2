/// What single accidents would do to a plan on its own cluster, decided by the rules that a running cluster decides by:
/// placement takes groups over, the planner plans again, the prover proves it. Pure, without chance.
@NullMarked
package dev.baton.core.faults;

import org.jspecify.annotations.NullMarked;
