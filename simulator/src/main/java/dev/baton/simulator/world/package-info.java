/// A whole cluster in one thread on virtual time: real agents, controllers and runner on simulated machines, the
/// in-memory engine, and a network between them that loses, delays and cuts. It only does what it is told to; what goes
/// wrong is decided elsewhere, and whether it was right is judged elsewhere ([dev.baton.simulator.world.Watcher]).
@NullMarked
package dev.baton.simulator.world;

import org.jspecify.annotations.NullMarked;
