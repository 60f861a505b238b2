/// The words of Baton as immutable values: what a cluster is ([ClusterImage]), how it changes ([ClusterDelta]), and why
/// something may not be done ([Reason]). Sorted maps everywhere, so that iteration is the same on every machine.
///
/// Pure: no clock, thread, file, socket, logger or randomness. Depends on nothing of Baton; everything depends on it.
@NullMarked
package dev.baton.core.model;

import org.jspecify.annotations.NullMarked;
