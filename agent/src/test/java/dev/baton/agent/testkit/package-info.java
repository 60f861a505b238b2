/// A cluster in one thread on virtual time: simulated machines (`SimulatedHost`) under real agents, the in-memory
/// engine, and a leader that knows only how to declare dead, take over and move. The same seed gives the same history.
@NullMarked
package dev.baton.agent.testkit;

import org.jspecify.annotations.NullMarked;
