package dev.baton.simulator.seed;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Many seeds, one after the other.
public final class Seeds {

    /// How to see one seed again.
    private static final String AGAIN = "mvn -pl simulator -am test -Dtest=SeedsTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dsim.seed=";

    private Seeds() {}

    /// Returns the first of these seeds that does not end well, and how; for whoever has loaded this class with a
    /// loader of its own and can only talk of plain values.
    ///
    /// @return `<seed> <sort of failure>`, or nothing
    public static String firstFailure(long from, long count) {
        for (long number = from; number < from + count; number++) {
            Outcome outcome = Seed.of(number).tell(false, new Tally()).outcome();
            if (!(outcome instanceof Outcome.Well)) {
                return number + " " + outcome.sort();
            }
        }
        return "";
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
