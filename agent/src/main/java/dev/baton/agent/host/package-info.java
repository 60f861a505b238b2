/// The host port: what an agent asks of the machine it runs on, and what the machine tells it. Values only. The agent
/// returns [HostCall]s among its effects; [HostEvent]s come back on the daemon's loop.
///
/// Implemented by `agent.linux` on a real machine and by a simulated machine in tests; both pass the same contract
/// tests. Depends on `core.model`.
@NullMarked
package dev.baton.agent.host;

import org.jspecify.annotations.NullMarked;
