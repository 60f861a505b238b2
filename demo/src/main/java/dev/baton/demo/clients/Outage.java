package dev.baton.demo.clients;

import java.time.Duration;
import java.time.Instant;

/// A time in which a server did not do its work: from the last good operation before it to the first good one after.
///
/// @param from   wall time of the last good operation
/// @param lasted on the monotonic clock
/// @param failed how many operations failed in it
/// @param over   false while no good operation has followed yet
public record Outage(Instant from, Duration lasted, long failed, boolean over) {}
