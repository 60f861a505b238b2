package dev.baton.coordination.tree;

import java.time.Duration;
import java.util.List;

/// What came of a [ClientWatch] so far. Written by the agent of its node, when it changes.
///
/// @param number  of the watch
/// @param answers whether the latest attempt had its answer
/// @param waits   each time that clients had no answer and then had one: from the last answer before to the first
///                after, or, where there was none before, from the first attempt; in order, at most [#MOST]
public record ClientsSeen(int number, boolean answers, List<Duration> waits) {

    /// Of a group that has more than so many, the rest is not told.
    public static final int MOST = 1_000;

    public ClientsSeen {
        waits = List.copyOf(waits);
    }
}
