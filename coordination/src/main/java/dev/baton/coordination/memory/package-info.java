/// The coordination engine in memory: one tree, any number of clients, one thread, no time. Nothing happens by itself;
/// whoever owns the engine pumps it with `step()`, so a simulator decides the order of everything. Keeps every promise
/// of the port and, through [dev.baton.coordination.memory.MemoryFaults], does each bad thing that the port allows.
///
/// Depends on the port only. Used by tests and by the simulator. Not safe for threads, and needs none.
@NullMarked
package dev.baton.coordination.memory;

import org.jspecify.annotations.NullMarked;
