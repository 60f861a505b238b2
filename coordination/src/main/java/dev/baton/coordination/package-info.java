/// The coordination port: what Baton asks of the engine that gives order (compare-and-set, transactions,
/// mirrors, leadership), and nothing of how it is done. Everything is asynchronous: a request carries a token and its
/// answer comes later as an event. Time is not the engine's business: no lease, no expiry, no session appears here.
///
/// Implemented by the in-memory engine beside this package and by the `zookeeper` module; both pass the same contract
/// tests. Depends on `core.model` only for typed ids. Called by the event loops of the programs and by the simulator.
@NullMarked
package dev.baton.coordination;

import org.jspecify.annotations.NullMarked;
