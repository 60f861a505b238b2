package dev.baton.core.rehearsal;

/// Numbers that look random and follow from a seed (SplitMix64: Steele, Lea and Flood 2014). Strict arithmetic: the
/// same on every machine.
final class Dice {
    private long state;

    Dice(long seed) {
        this.state = seed;
    }

    private long next() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /// Returns a number above 0 and at most 1, all equally likely.
    double unit() {
        return ((next() >>> 11) + 1) * 0x1.0p-53;
    }

    /// Returns a whole number from 0 to `bound - 1`.
    int below(int bound) {
        return (int) Math.min(bound - 1L, (long) StrictMath.floor((1 - unit()) * bound));
    }

    /// Returns how long one waits for something that happens once in `mean` on average.
    double exponential(double mean) {
        return -mean * StrictMath.log(unit());
    }

    /// Returns a factor of mean 1 that is never negative: lognormal with the coefficient of variation.
    double around(double variation) {
        double spread = StrictMath.sqrt(StrictMath.log(1 + variation * variation));
        double normal = StrictMath.sqrt(-2 * StrictMath.log(unit())) * StrictMath.cos(2 * StrictMath.PI * unit());
        return StrictMath.exp(spread * normal - spread * spread / 2);
    }
}
