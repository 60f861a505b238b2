/// A whole cluster in one thread on a virtual clock: real controllers and runner, the in-memory engine, and nodes that
/// do at once what they are told.
@NullMarked
package dev.baton.cluster.lab;

import org.jspecify.annotations.NullMarked;
