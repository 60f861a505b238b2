/// From a cluster and what an upgrade wants to a plan: a pure function, the same bytes for the same input.
///
/// [Planner] is the entrance. A [Problem] is the image in numbers; searches order [Act]s on [Board]s; a [StageWriter]
/// turns acts into the stages of a plan; a [Reporter] says what the plan costs, how good it is and why.
///
/// Depends on `core.model`, `core.plan` and `core.rules`; never on the prover or on placement.
@NullMarked
package dev.baton.core.planner;

import org.jspecify.annotations.NullMarked;
