/// The laws, each a small class with its number, name and sentence; what they rest on: who could take a group over
/// ([Cover]) and for how long nobody could ([Exposure]).
///
/// Pure. Depends on `core.model` and `core.plan`. Planner, prover, placement, simulator and the runner judge by it.
@NullMarked
package dev.baton.core.rules;

import org.jspecify.annotations.NullMarked;
