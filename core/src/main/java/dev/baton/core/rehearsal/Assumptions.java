package dev.baton.core.rehearsal;

import java.time.Duration;

/// What a rehearsal takes for granted about the world.
///
/// @param nodeFailsEvery mean time between failures of one node
/// @param repairTakes    mean time until a failed node is back; the run pauses meanwhile
/// @param variation      of every stage's duration: standard deviation by mean
/// @param upgradeFails   how likely a node's upgrade goes wrong, 0 to 1
/// @param fixTakes       how much longer a node's upgrade takes when it went wrong
/// @param runs           how often the plan is tried out, at least 1
/// @param seed           from which all chance follows
public record Assumptions(Duration nodeFailsEvery, Duration repairTakes, double variation, double upgradeFails,
        Duration fixTakes, int runs, long seed) {

    /// A node fails every 2000 hours and is back after 4; durations vary by 30 %; 3 % of upgrades take 3 hours longer.
    public static final Assumptions USUAL = new Assumptions(Duration.ofHours(2_000), Duration.ofHours(4), 0.3, 0.03,
            Duration.ofHours(3), 20_000, 42);

    /// @throws IllegalArgumentException if a number is out of its range
    public Assumptions {
        if (runs < 1 || variation < 0 || upgradeFails < 0 || upgradeFails > 1
                || nodeFailsEvery.isNegative() || nodeFailsEvery.isZero()) {
            throw new IllegalArgumentException("a rehearsal needs at least one run, a variation of at least 0, a "
                    + "probability from 0 to 1 and a time between failures above 0");
        }
    }
}
