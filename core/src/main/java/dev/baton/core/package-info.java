/// The pure core: model, plan, journal, rules, placement, planner, prover.
@NullMarked
package dev.baton.core;

import org.jspecify.annotations.NullMarked;
