/// Where groups go: at first, after a loss, at failback, when a node is drained; and why a group is not where one would
/// expect it ([Why]). The controller decides by it; it writes nothing itself.
///
/// Pure. Depends on `core.model` and `core.rules`; knows neither planner nor prover.
@NullMarked
package dev.baton.core.placement;

import org.jspecify.annotations.NullMarked;
