package dev.baton.core.model;

import java.time.Duration;
import java.time.Instant;

/// How far another machine's clock is ahead of one's own, by one question and its answer.
///
/// @param ahead  negative: it is behind
/// @param within the truth is no further from [#ahead] than this: half the round trip
public record ClockSkew(Duration ahead, Duration within) {

    /// Of one's own clock.
    public static final ClockSkew NONE = new ClockSkew(Duration.ZERO, Duration.ZERO);

    /// Returns what is known when a question that was sent at that time was answered after so long with that time: the
    /// other clock was read somewhen between (as the algorithm of Cristian has it, 1989).
    ///
    /// @param sent      by one's own clock
    /// @param roundTrip on a clock that nobody sets
    /// @param told      by the other clock
    public static ClockSkew of(Instant sent, Duration roundTrip, Instant told) {
        Duration half = roundTrip.dividedBy(2);
        return new ClockSkew(Duration.between(sent.plus(half), told), roundTrip.minus(half));
    }

    /// Returns how far this clock is ahead of another that was compared with the same one.
    public ClockSkew minus(ClockSkew other) {
        return new ClockSkew(ahead.minus(other.ahead), within.plus(other.within));
    }

    /// Returns the least that it can be ahead.
    public Duration least() {
        return ahead.minus(within);
    }

    /// Returns the most that it can be ahead.
    public Duration most() {
        return ahead.plus(within);
    }

    /// Returns whether the two clocks differ by more than `bound`, however long the answer was under way.
    public boolean surelyBeyond(Duration bound) {
        return ahead.abs().minus(within).compareTo(bound) > 0;
    }
}
