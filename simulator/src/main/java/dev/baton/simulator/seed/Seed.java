package dev.baton.simulator.seed;

import dev.baton.agent.simulated.Chance;
import dev.baton.simulator.trouble.Trouble;
import dev.baton.simulator.trouble.Troubles;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Options;
import java.util.ArrayList;
import java.util.List;
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

    /// What came of one.
    ///
    /// @param trace empty unless it was asked for
    public record Told(Outcome outcome, List<String> trace, long hash) {}

    /// Returns what a seed says. What it is about is told by the rest of its division by sixteen.
    public static Seed of(long number) {
        Chance chance = new Chance(number);
        Options drawn = Options.draw(chance.of("options"));
        return switch (Math.floorMod(number, 16)) {
            case 0, 3 -> storm(number, drawn.tearing(chance.of("tearing")), chance);
            case 4 -> watched(seldom(number, drawn.detaching(chance.of("detached")), chance), Steps.SELDOM, chance);
            case 5 -> usual(number, drawn.withWindows(chance.of("windows")), chance);
            case 7 -> usual(number, drawn.changingInPlace(chance.of("in place")), chance);
            case 2 -> watched(special(number, drawn.special(chance.of("special")), Steps.WAITING, chance),
                    Steps.WAITING, chance);
            case 9, 15 -> special(number, drawn.special(chance.of("special")), Steps.RARE, chance);
            case 13 -> detached(number, drawn, chance);
            case 6, 10 -> aimed(number, drawn, chance);
            case 14 -> watched(ending(number, drawn, chance), Steps.LAST, chance);
            case 11 -> observing(number, drawn, chance);
            case 12 -> inCompany(number, drawn.inCompany(chance.of("company")), chance);
            default -> usual(number, drawn, chance);
        };
    }

    private static Seed usual(long number, Options options, Chance chance) {
        return new Seed(number, options, Troubles.draw(chance.of("troubles"), options));
    }

    /// In one of four a person has groups only observed for a while, beside what goes wrong anyway; the others are as
    /// they would be without that.
    private static Seed observing(long number, Options options, Chance chance) {
        Seed usual = usual(number, options, chance);
        Chance observing = chance.of("unmanaged");
        return observing.oneIn(4) ? usual.and(Troubles.unmanaging(observing, options)) : usual;
    }

    /// In every other of them a person also has groups only observed, during such steps.
    private static Seed watched(Seed seed, List<String> steps, Chance chance) {
        Chance observing = chance.of("unmanaged");
        return observing.oneIn(2) ? seed.and(Troubles.aimed(Troubles.unmanaging(observing, seed.options()), steps,
                observing)) : seed;
    }

    /// The same, and these troubles after its own.
    private Seed and(List<Trouble> more) {
        List<Trouble> all = new ArrayList<>(troubles);
        more.forEach(trouble -> all.add(trouble.numbered(all.size())));
        return new Seed(number, options, all);
    }

    /// Its troubles wait for steps.
    private static Seed aimed(long number, Options options, Chance chance) {
        return new Seed(number, options, Troubles.aimed(Troubles.draw(chance.of("troubles"), options), Steps.MET,
                chance.of("aims")));
    }

    private static Seed storm(long number, Options options, Chance chance) {
        return new Seed(number, options, Troubles.storm(chance.of("storm"), options));
    }

    /// Troubles of every kind wait for every kind of step.
    ///
    /// @param steps the kinds, the rare ones more often
    private static Seed special(long number, Options options, List<String> steps, Chance chance) {
        return new Seed(number, options, Troubles.aimed(Troubles.ofAll(chance.of("all"), options), steps,
                chance.of("aims")));
    }

    /// Some groups leave the cluster's control; in half of these seeds troubles wait for the steps that only they have.
    private static Seed detached(long number, Options drawn, Chance chance) {
        Chance out = chance.of("detached");
        Options options = drawn.detaching(out);
        List<Trouble> troubles = Troubles.draw(chance.of("troubles"), options);
        return new Seed(number, options, out.oneIn(2) ? troubles
                : Troubles.aimed(troubles, Steps.OUT, chance.of("aims")));
    }

    /// Groups are saved together or started in order; in half of these seeds troubles wait for steps, more often those
    /// of a set.
    private static Seed inCompany(long number, Options options, Chance chance) {
        Seed usual = usual(number, options, chance);
        return options.special().together() && chance.of("company").of("aimed").oneIn(2) ? new Seed(number, options,
                Troubles.aimed(usual.troubles, Steps.SETS, chance.of("aims"))) : usual;
    }

    /// The same, and troubles of every kind wait for the steps that are met least.
    private static Seed seldom(long number, Options options, Chance chance) {
        return new Seed(number, options, Troubles.aimed(Troubles.ofAll(chance.of("all"), options), Steps.SELDOM,
                chance.of("aims")));
    }

    /// An undisturbed run whose last step meets troubles of every kind.
    private static Seed ending(long number, Options options, Chance chance) {
        return new Seed(number, options, Troubles.aimed(Troubles.ofAll(chance.of("all"), options), Steps.LAST,
                chance.of("aims")));
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
