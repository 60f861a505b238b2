/// A machine on virtual time ([dev.baton.agent.simulated.SimulatedHost]): the host port without a host. It keeps the
/// port's contract, and does each bad thing that machines do: processes that do not die, a guard that is late, a disk
/// that is slow or full, a freeze of the whole machine. The same chance gives the same history.
///
/// Used by tests and by the simulator. Not safe for threads, and needs none.
@NullMarked
package dev.baton.agent.simulated;

import org.jspecify.annotations.NullMarked;
