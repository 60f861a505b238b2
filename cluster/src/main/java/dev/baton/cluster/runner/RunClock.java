package dev.baton.cluster.runner;

import java.time.Duration;
import java.time.Instant;

/// The time in which a run counts and its journal is written. The clock on a leader's wall may be set back, and the
/// next leader's may be behind; what the run waits for comes in its time all the same. So its time is that of the wall,
/// but never less than the last entry's and what has passed since on the boot-time clock (as in hybrid logical clocks:
/// Kulkarni and others, 2014, with elapsed time in place of a counter).
///
/// @param now  the run's time
/// @param wall what the clock on the leader's wall says
public record RunClock(Instant now, Instant wall) {

    /// Returns the time of a run whose journal was written when its last entry says, so long ago.
    ///
    /// @param last   the time of the last entry
    /// @param passed since then, on the boot-time clock
    public static RunClock of(Instant wall, Instant last, Duration passed) {
        Instant least = last.plus(passed);
        return new RunClock(wall.isBefore(least) ? least : wall, wall);
    }

    /// Returns the time where nobody knows how long ago the journal was written.
    public static RunClock at(Instant wall) {
        return new RunClock(wall, wall);
    }

    /// Returns when that hour of the wall is, in the run's time.
    Instant when(Instant onTheWall) {
        return now.plus(Duration.between(wall, onTheWall));
    }
}
