/// What came of a run: a value made from its journal, its plans, its jobs and the cluster's history, once it has ended
/// or while it goes on.
///
/// Pure. Depends on `core.model`, `core.plan`, `core.journal` and `core.rules`.
@NullMarked
package dev.baton.core.report;

import org.jspecify.annotations.NullMarked;
