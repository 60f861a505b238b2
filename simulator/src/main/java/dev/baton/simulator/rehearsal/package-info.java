/// A plan tried out on a likeness of its own cluster: the same nodes, groups, kinds, versions and formats, the same
/// steps, the real controllers, runner and agents, and one accident at a time.
@NullMarked
package dev.baton.simulator.rehearsal;

import org.jspecify.annotations.NullMarked;
