/// What acts on one node. [Agent] is a handler: events of the coordination engine, of the machine and of the daemon go
/// in, effects come out; it owns its state and touches nothing else. Below it, each in its own package: `lease` (heart
/// and membership), `ownership` (claims and groups), `resource` (how one resource is run), `jobs`, `loop` (what they
/// share), `host` (the port to the machine), `linux` (the adapter behind that port).
///
/// Depends on `coordination` and `core.model`. Called by the daemon's event loop and by the simulator, from one thread.
@NullMarked
package dev.baton.agent;

import org.jspecify.annotations.NullMarked;
