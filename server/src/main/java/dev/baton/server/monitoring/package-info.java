/// What monitoring asks: `/metrics` in Prometheus' text format, `/health` (the daemon answers), `/ready` (it takes
/// part, and what it says is current). The cluster's metrics are the same from every node; ask one, or all and take
/// any.
@NullMarked
package dev.baton.server.monitoring;

import org.jspecify.annotations.NullMarked;
