package dev.baton.simulator.rehearsal;

import dev.baton.agent.simulated.Chance;
import dev.baton.core.faults.Ending;
import dev.baton.core.faults.Mishap;
import dev.baton.core.faults.Trial;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Durations;
import dev.baton.core.plan.Plan;
import dev.baton.simulator.world.Workshop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A plan tried out on a likeness of its own cluster, by the real controllers, runner and agents on virtual time: once
/// undisturbed, then with one accident at a time. Every machine is lost in the middle of every step, and comes back;
/// every command fails once, and until somebody looks. The same seed gives the same histories.
///
/// Immutable: several trials may be played at the same time, each by one thread.
public final class Play {

    /// A simulated cluster of more nodes would take minutes for one trial.
    public static final int MOST_NODES = 24;

    private final Likeness likeness;
    private final long seed;
    private final Trial calm;
    private final Map<Integer, Diary.Span> steps;
    private final List<Mishap> mishaps;

    private Play(Likeness likeness, long seed, Trial calm, Map<Integer, Diary.Span> steps) {
        this.likeness = likeness;
        this.seed = seed;
        this.calm = calm;
        this.steps = Map.copyOf(steps);
        this.mishaps = mishaps(likeness, steps);
    }

    /// Plays the plan undisturbed.
    ///
    /// @throws Unplayable if the run cannot be started on the simulated cluster
    public static Play of(ClusterImage image, Plan plan, long seed) {
        Likeness likeness = Likeness.of(image, plan);
        Performance calm = new Performance(likeness, seed, false);
        Trial trial = calm.play(0, new Mishap.None());
        return new Play(likeness, seed, trial, calm.steps());
    }

    private static List<Mishap> mishaps(Likeness likeness, Map<Integer, Diary.Span> steps) {
        List<Mishap> all = new ArrayList<>();
        for (Plan.Position at : likeness.plan().positions()) {
            if (!steps.containsKey(at.index())) {
                continue;
            }
            for (NodeId node : likeness.image().nodes().keySet()) {
                if (!likeness.scene().off().contains(node)) {
                    all.add(new Mishap.Loss(at.stage().number(), at.index(), node));
                }
            }
            Actions.of(at.step(), likeness.plan().spec(), false).ifPresent(_ -> {
                String word = Actions.word(at.step());
                all.add(new Mishap.Failure(at.stage().number(), at.index(), word, false));
                all.add(new Mishap.Failure(at.stage().number(), at.index(), word, true));
            });
        }
        return List.copyOf(all);
    }

    /// Returns what came of the undisturbed run.
    public Trial calm() {
        return calm;
    }

    /// Returns how many accidents there are; their numbers begin with 1.
    public int accidents() {
        return mishaps.size();
    }

    /// Returns an accident.
    ///
    /// @param number from 1
    Mishap mishap(int number) {
        return mishaps.get(number - 1);
    }

    /// Returns the numbers of all accidents, or of so many of them, which the seed draws.
    public List<Integer> numbers(int most) {
        List<Integer> all = new ArrayList<>();
        for (int number = 1; number <= mishaps.size(); number++) {
            all.add(number);
        }
        Chance chance = new Chance(seed).of("sample");
        while (all.size() > most) {
            all.remove(chance.below(all.size()));
        }
        all.sort(Comparator.naturalOrder());
        return List.copyOf(all);
    }

    /// Plays the plan with one accident.
    ///
    /// @param number of the accident, from 1; 0 for none
    public Trial trial(int number) {
        return play(number, false).trial();
    }

    /// Plays it again and returns what happened, line by line, oldest first.
    ///
    /// @param number of the accident, from 1; 0 for none
    public History history(int number) {
        return play(number, true);
    }

    /// @param lines what happened; empty unless it was asked for
    public record History(Trial trial, List<String> lines) {}

    private History play(int number, boolean traced) {
        Mishap mishap = number == 0 ? new Mishap.None() : mishap(number);
        Performance performance = new Performance(likeness, seed, traced);
        switch (mishap) {
            case Mishap.None _ -> { }
            case Mishap.Loss(_, var step, var node) -> performance.lose(node, during(step, node.value()));
            case Mishap.Failure(_, var step, _, var lasts) -> performance.fail(action(step, lasts), span(step).from());
        }
        Trial trial = ended(performance, number, mishap);
        return new History(trial, performance.history());
    }

    private static Trial ended(Performance performance, int number, Mishap mishap) {
        try {
            Trial trial = performance.play(number, mishap);
            boolean missed = mishap instanceof Mishap.Failure && !performance.struck();
            return missed ? new Trial(number, mishap, new Ending.Endless("the command never ran"), trial.outages(),
                    trial.without(), trial.took()) : trial;
        } catch (Unplayable refused) {
            throw refused;
        } catch (RuntimeException broken) {
            return new Trial(number, mishap, new Ending.Unsafe("no exception", broken + " at "
                    + List.of(broken.getStackTrace()).stream().limit(3).toList()), new TreeMap<>(),
                    Duration.ZERO, Duration.ZERO);
        }
    }

    private Workshop.Failing action(int step, boolean lasts) {
        Plan plan = likeness.plan();
        return Actions.of(plan.steps().get(step), plan.spec(), lasts).orElseThrow();
    }

    private Diary.Span span(int step) {
        return Optional.ofNullable(steps.get(step)).orElseThrow();
    }

    /// Some moment in the middle of the step.
    private long during(int step, String node) {
        Diary.Span span = span(step);
        Chance chance = new Chance(seed).of("moment").of(step + " " + node);
        return span.from() + 1 + chance.below(Math.max(1, span.to() - span.from() - 1));
    }

    /// Returns in words what is played and what is not.
    public static String assumptions() {
        return "by the real controllers, runner and agents on virtual time, H = 1 s and T = 8 s; "
                + Dress.differences() + "; a lost machine is back after "
                + Durations.text(Performance.AWAY);
    }
}
