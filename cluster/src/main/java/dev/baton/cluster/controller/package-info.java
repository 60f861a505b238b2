/// The controller: watches heartbeats, places groups, takes them over from dead nodes, answers requests. A pure handler
/// `List<Effect> on(Event, Instant bootTime)` over its own mirror of the tree; every candidate runs one, the elected
/// one decides.
///
/// Depends on `coordination` and `core`. Called from the daemon's one loop.
@NullMarked
package dev.baton.cluster.controller;

import org.jspecify.annotations.NullMarked;
