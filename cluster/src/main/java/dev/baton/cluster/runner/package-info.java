/// The runner: from a plan, its journal and the live cluster it says what a run does next. It keeps no state of its
/// own, so that the next leader goes on where the last one stopped.
///
/// Depends on `coordination` and `core`. Called by the controller that leads.
@NullMarked
package dev.baton.cluster.runner;

import org.jspecify.annotations.NullMarked;
