/// The machine of an agent, for real: Linux through /proc, cgroups, and three bash scripts among the resources.
/// `guard.sh` outlives the daemon and ends what the node runs before its lease ends; `launch.sh` starts a command where
/// the guard can kill it; `lease.sh` describes the files both read.
///
/// The only package of the agent with threads, processes, files and clocks. Depends on `agent.host`; called by the
/// daemon's wiring.
@NullMarked
package dev.baton.agent.linux;

import org.jspecify.annotations.NullMarked;
