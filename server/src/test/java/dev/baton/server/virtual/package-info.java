/// The whole cluster in one thread on virtual time: real controllers and runner, real agents, the in-memory engine and
/// simulated machines.
@NullMarked
package dev.baton.server.virtual;

import org.jspecify.annotations.NullMarked;
