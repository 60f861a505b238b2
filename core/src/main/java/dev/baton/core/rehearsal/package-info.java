/// A plan tried out many times on paper: durations vary, installs fail, nodes break (Monte Carlo). Chance comes from a
/// seed, so that the same input gives the same answer.
///
/// Pure. Depends on `core.model`, `core.plan` and `core.rules`.
@NullMarked
package dev.baton.core.rehearsal;

import org.jspecify.annotations.NullMarked;
