package dev.baton.simulator.seed;

import dev.baton.agent.simulated.Chance;
import dev.baton.simulator.trouble.Trouble;
import dev.baton.simulator.trouble.Troubles;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Options;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A number, and everything that it decides: what the cluster is like, what goes wrong, and in which order things
/// happen.
///
/// @param number   the seed
/// @param options  what it says of the cluster
/// @param troubles what goes wrong, all that it says or some of it
public record Seed(long number, Options options, List<Trouble> troubles) {

    public Seed {
        troubles = List.copyOf(troubles);
    }

    /// One seed in four has troubles that wait for steps.
    private static final int AIMED = 2;
    /// Two seeds in sixteen are storms.
    private static final Set<Integer> STORMS = Set.of(0, 3);
    /// One in sixteen has groups that are changed in place.
    private static final int IN_PLACE = 7;
    /// One in sixteen has groups that leave the cluster's control.
    private static final int DETACHED = 13;
    /// One more has those too, and troubles of every kind that wait for the steps that are met least.
    private static final int SELDOM = 4;
    /// In one of sixteen the run may work at certain hours only.
    private static final int WINDOWS = 5;

    /// Two more have special clusters, and troubles of every kind that wait for every kind of step.
    private static final Set<Integer> SPECIAL = Set.of(9, 15);

    /// What came of one.
    ///
    /// @param trace empty unless it was asked for
    public record Told(Outcome outcome, List<String> trace, long hash) {}

    /// Returns what a seed says.
    public static Seed of(long number) {
        Chance chance = new Chance(number);
        Options drawn = Options.draw(chance.of("options"));
        Options options = Math.floorMod(number, 16) == IN_PLACE
                ? drawn.changingInPlace(chance.of("in place"))
                : Math.floorMod(number, 16) == WINDOWS ? drawn.withWindows(chance.of("windows")) : drawn;
        if (Math.floorMod(number, 16) == DETACHED) {
            Chance out = chance.of("detached");
            Options detaching = drawn.detaching(out);
            List<Trouble> troubles = Troubles.draw(chance.of("troubles"), detaching);
            return new Seed(number, detaching, out.oneIn(2) ? troubles
                    : Troubles.aimed(troubles, Steps.OUT, chance.of("aims")));
        }
        if (Math.floorMod(number, 16) == SELDOM) {
            Options detaching = drawn.detaching(chance.of("detached"));
            return new Seed(number, detaching, Troubles.aimed(Troubles.ofAll(chance.of("all"), detaching), Steps.SELDOM,
                    chance.of("aims")));
        }
        if (STORMS.contains(Math.floorMod(number, 16))) {
            Options tearing = options.tearing(chance.of("tearing"));
            return new Seed(number, tearing, Troubles.storm(chance.of("storm"), tearing));
        }
        if (SPECIAL.contains(Math.floorMod(number, 16))) {
            Options special = options.special(chance.of("special"));
            return new Seed(number, special, Troubles.aimed(Troubles.ofAll(chance.of("all"), special),
                    Steps.RARE, chance.of("aims")));
        }
        List<Trouble> troubles = Troubles.draw(chance.of("troubles"), options);
        return new Seed(number, options, Math.floorMod(number, 4) == AIMED
                ? Troubles.aimed(troubles, Steps.MET, chance.of("aims")) : troubles);
    }

    /// Returns this seed with only these of its troubles, by their numbers.
    public Seed only(SortedSet<Integer> numbers) {
        return new Seed(number, options, troubles.stream().filter(t -> numbers.contains(t.number())).toList());
    }

    /// Returns the numbers of its troubles.
    public SortedSet<Integer> numbers() {
        return troubles.stream().map(Trouble::number).collect(Collectors.toCollection(TreeSet::new));
    }

    /// Lets it happen. The same seed with the same troubles always comes to the same.
    public Told tell(boolean traced, Tally tally) {
        Story story = new Story(options, troubles, new Chance(number).of("world"), traced, tally);
        Outcome outcome = story.tell();
        tally.ended(outcome);
        Cluster cluster = story.cluster();
        tally.passed(story.ended(), cluster.time().elapsed() / 1_000_000_000L);
        return new Told(outcome, cluster.trace().lines(), cluster.trace().hash());
    }

    /// Returns the options and the troubles, as they are printed first.
    public String text() {
        return "seed " + number + ": " + options.text() + "\n"
                + troubles.stream().map(Trouble::text).collect(Collectors.joining("\n"));
    }
}
