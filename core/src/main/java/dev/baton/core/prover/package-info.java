/// Proves that a plan keeps every law at every step, whatever single node fails meanwhile, ends at its goal, and can be
/// undone as far as it says; or shows the shortest beginning that does not. Imports written procedures as plans.
///
/// Pure. Depends on `core.model`, `core.plan` and `core.rules`, and shares nothing else with the planner. What a proof
/// rests on is in `docs/proof.md`.
@NullMarked
package dev.baton.core.prover;

import org.jspecify.annotations.NullMarked;
