package dev.baton.agent.simulated;

import java.util.List;

/// Numbers that a seed decides, the same on every machine and every JDK (SplitMix64: Steele, Lea, Flood, *Fast
/// splittable pseudorandom number generators*, 2014).
///
/// Not thread-safe.
public final class Chance {

    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    private long state;

    /// Makes the numbers of this seed.
    public Chance(long seed) {
        state = mix(seed + STEP);
    }

    /// Returns other numbers, which this seed and the name decide; what is drawn from them changes nothing here.
    public Chance of(String name) {
        long hash = state;
        for (int i = 0; i < name.length(); i++) {
            hash = mix(hash ^ name.charAt(i) * STEP);
        }
        return new Chance(hash);
    }

    private long next() {
        state += STEP;
        return mix(state);
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }

    /// Returns a number from 0 to `bound - 1`.
    public int below(int bound) {
        return (int) below((long) bound);
    }

    /// Returns a number from 0 to `bound - 1`.
    public long below(long bound) {
        return Math.floorMod(next() >>> 1, bound);
    }

    /// Returns a number from `atLeast` to `atMost`.
    public long between(long atLeast, long atMost) {
        return atLeast + below(atMost - atLeast + 1);
    }

    /// Returns a number from 0, included, to 1, excluded.
    public double fraction() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /// Returns true once in so many times.
    public boolean oneIn(int times) {
        return below(times) == 0;
    }

    /// Returns one of these.
    ///
    /// @throws IllegalArgumentException if there is none
    public <T> T oneOf(List<T> some) {
        if (some.isEmpty()) {
            throw new IllegalArgumentException("nothing to choose from");
        }
        return some.get(below(some.size()));
    }
}
