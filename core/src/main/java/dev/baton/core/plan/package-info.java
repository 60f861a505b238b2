/// Plans as values: what an upgrade wants ([UpgradeSpec]), what is done one after another ([Step], grouped in numbered
/// [Stage]s), and the single meaning of every step ([Projection]).
///
/// Pure. Depends on `core.model`. Planner, prover, simulator, previews and the runner all use [Projection#project].
@NullMarked
package dev.baton.core.plan;

import org.jspecify.annotations.NullMarked;
