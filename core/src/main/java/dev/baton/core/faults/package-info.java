/// What single accidents would do to a plan on its own cluster. Decided by the rules that a running cluster decides by
/// ([Faults]): placement takes groups over, the planner plans again, the prover proves it; pure, without chance. And
/// the form of what a simulated cluster came to when it was played ([Trials]).
@NullMarked
package dev.baton.core.faults;

import org.jspecify.annotations.NullMarked;
