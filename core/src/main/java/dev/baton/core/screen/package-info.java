/// What people see, as text of 80 columns: plans, the cluster, a run. Pure rendering: the same value gives the same
/// bytes.
///
/// May see all of the core; nothing in the core may see it. Called by the command line, the demo and golden tests.
@NullMarked
package dev.baton.core.screen;

import org.jspecify.annotations.NullMarked;
