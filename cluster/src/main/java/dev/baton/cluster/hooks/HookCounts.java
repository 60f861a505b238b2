package dev.baton.cluster.hooks;

/// What became of a hook's events since this daemon began.
///
/// @param delivered events that were handed over
/// @param failed    events that were given up after the last attempt
/// @param dropped   events that were not tried, because too many waited
/// @param waiting   events that wait now, the one under way included
public record HookCounts(long delivered, long failed, long dropped, int waiting) {}
