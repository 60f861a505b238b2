package dev.baton.simulator.seed;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/// Many seeds, one after the other.
public final class Seeds {

    /// How to see one seed again.
    private static final String AGAIN = "mvn -pl simulator -am test -Dtest=SeedsTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dsim.seed=";

    private Seeds() {}

    /// A seed that did not end well.
    ///
    /// @param number  the seed
    /// @param outcome what came of it
    public record Failure(long number, Outcome outcome) {}

    /// Returns the first of these seeds that does not end well.
    ///
    /// @param told told of each seed once it is over
    public static Optional<Failure> first(long from, long count, Tally tally, LongConsumer told) {
        for (long number = from; number < from + count; number++) {
            Outcome outcome = Seed.of(number).tell(false, tally).outcome();
            told.accept(number);
            if (!(outcome instanceof Outcome.Well)) {
                return Optional.of(new Failure(number, outcome));
            }
        }
        return Optional.empty();
    }

    /// Returns after how many of these seeds, from 1, something was not safe or not finished, and what; for whoever has
    /// loaded this class with a loader of its own and can only talk of plain values.
    ///
    /// @return `<count> <sort of failure>`, or nothing
    public static String firstFailure(long from, long count) {
        return first(from, count, new Tally(), _ -> { })
                .map(failure -> (failure.number() - from + 1) + " " + failure.outcome().sort()).orElse("");
    }

    /// Returns the command that replays a seed with these of its troubles.
    public static String again(Seed seed) {
        SortedSet<Integer> all = Seed.of(seed.number()).numbers();
        SortedSet<Integer> kept = new TreeSet<>(seed.numbers());
        return AGAIN + seed.number() + (kept.equals(all) ? "" : " -Dsim.only=" + kept.stream().map(String::valueOf)
                .collect(Collectors.joining(",")));
    }

    /// Returns everything about a seed that did not end well: the command that replays it, its options and troubles
    /// made few, and what happened.
    public static String explain(long number) {
        Seed few = Shrink.fewest(Seed.of(number));
        Seed.Told told = few.tell(true, new Tally());
        String trace = told.trace().stream().skip(Math.max(0, told.trace().size() - 400L))
                .collect(Collectors.joining("\n"));
        return told.outcome() + "\n" + again(few) + "\n" + few.text() + "\n" + trace;
    }
}
