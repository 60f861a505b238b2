package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.plan.Beside;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.rules.CoverHistory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Plans upgrades. A pure function: no clock, no randomness, the same plan for the same input; a finished upgrade plans
/// to nothing.
public final class Planner {
    /// How many acts an exact search may look at: about a second of work.
    static final int EXACT_LIMIT = 300_000;

    /// How much work an exact search may be: acts by what one act costs to look at.
    private static final long EXACT_WORK = 60_000_000;

    /// An exact search must be able to look at all acts of so many boards, or it is not begun.
    private static final int FEW_DEEP = 2;

    /// How many times wider the second beam is.
    private static final int WIDER = 3;

    /// How wide a beam may be, times the size of the cluster.
    private static final int BEAM_WORK = 200_000;

    /// From which size on a beam over single acts is too slow where groups need room.
    private static final int SLOW_BEAM = 20_000;

    private Planner() {}

    /// How long a plan is looked for where not every order can be tried.
    public enum Effort {
        /// A second of work or two.
        USUAL(6, 4),
        /// Minutes, for a plan that little is wanted to be better than.
        THOROUGH(60, 16);

        private final int width;
        private final int nodesTried;

        Effort(int width, int nodesTried) {
            this.width = width;
            this.nodesTried = nodesTried;
        }
    }

    /// Returns the best plan from the image, in whatever half-done state it is, or why there is none.
    public static Planning plan(ClusterImage image, UpgradeSpec spec) {
        return plan(image, spec, Effort.USUAL);
    }

    /// Returns the same, with more or less effort.
    public static Planning plan(ClusterImage image, UpgradeSpec spec, Effort effort) {
        return switch (draft(image, spec, effort, Beside.IN_TURN)) {
            case Draft draft -> draft.planned();
            case Planning.Infeasible infeasible -> infeasible;
        };
    }

    /// Returns the same plan for one who has its report written beside its proof.
    ///
    /// @param beside what need not wait for each other may be done by it
    public static Drafting draft(ClusterImage image, UpgradeSpec spec, Beside beside) {
        return draft(image, spec, Effort.USUAL, beside);
    }

    private static Drafting draft(ClusterImage image, UpgradeSpec spec, Effort effort, Beside beside) {
        // Begun before it is known whether anything speaks against a plan at all; then nobody asks for it.
        Ahead ahead = new Ahead(image, beside);
        Problem problem = new Problem(image, spec);
        Supplier<Leaps> leaps = tooLarge(problem) && !spec.leavesServices() ? beside.begin(() -> Leaps.of(problem))
                : () -> Leaps.of(problem);
        List<Reason> against = Refusals.before(problem);
        if (!against.isEmpty()) {
            return new Planning.Infeasible(against, List.of());
        }
        if (spec.leavesServices()) {
            return new InService(problem).plan(ahead);
        }
        if (!Certificates.confined(problem).isEmpty()) {
            return infeasible(problem, 0);
        }
        if (tooLarge(problem)) {
            return large(problem, leaps.get(), ahead);
        }
        Moves moves = new Moves(new Masks(problem));
        LowerBound bound = new LowerBound(moves);
        return answer(problem, bound.from(Board.start(problem)), search(moves, bound, spec.preset(), effort), ahead);
    }

    private static boolean tooLarge(Problem problem) {
        return tooLarge(problem.image);
    }

    private static boolean tooLarge(ClusterImage image) {
        return image.nodes().size() > Masks.LIMIT || image.groups().size() > Masks.LIMIT;
    }

    /// The quickest of the plans whose first waves are of different size where nodes may go together; else one by one.
    ///
    /// @param tried each of them, searched
    /// @param best  empty where none was found
    private record Leaps(List<Leapfrog> tried, Optional<Found.Acts> best) {
        static Leaps of(Problem problem) {
            int wave = wave(problem);
            List<Leapfrog> tried = new ArrayList<>(List.of(new Leapfrog(problem, wave, wave)));
            for (int first = 1; first < wave; first *= 2) {
                tried.add(new Leapfrog(problem, wave, first));
            }
            Comparator<Cost> order = Cost.order(problem.spec.preset());
            return new Leaps(tried, tried.stream().map(Leapfrog::acts).filter(Found.Acts.class::isInstance)
                    .map(Found.Acts.class::cast).min((one, other) -> order.compare(one.cost(), other.cost())));
        }
    }

    private static Drafting large(Problem problem, Leaps leaps, Ahead ahead) {
        return leaps.best().map(acts -> planned(problem, Leapfrog.floor(problem, wave(problem)), acts, ahead))
                .orElseGet(() -> stuck(problem, leaps.tried()));
    }

    private static Planning.Infeasible stuck(Problem problem, List<Leapfrog> tried) {
        int most = tried.stream().mapToInt(Leapfrog::changedNodes).max().orElse(0);
        long all = IntStream.range(0, problem.nodes.size()).filter(problem::needs).count();
        List<Reason> because = new ArrayList<>(Certificates.proved(problem));
        because.add(new RequestReason.NotSo("a plan must be found to be run", "the orders that were tried change "
                + most + " of " + all + " nodes; then no node that is left can be emptied",
                "add a node, or make room on one"));
        return new Planning.Infeasible(because, List.of());
    }

    /// How many nodes a plan changes together: only the fastest one more than one.
    private static int wave(Problem problem) {
        return tooLarge(problem) && problem.spec.preset() == Preset.FASTEST ? problem.spec.mayBeOut() : 1;
    }

    private static Drafting answer(Problem problem, Cost floor, Found found, Ahead ahead) {
        return switch (found) {
            case Found.Acts acts -> planned(problem, floor, acts, ahead);
            case Found.Impossible(var boards) -> infeasible(problem, boards);
            case Found.Unknown(var boards) -> new Planning.Infeasible(List.of(new RequestReason.NotSo(
                    "a plan must be found to be run", "none was found among " + boards + " states", "")), List.of());
        };
    }

    private static Found search(Moves moves, LowerBound bound, Preset preset, Effort effort) {
        Board start = Board.start(moves.masks.problem);
        return switch (preset) {
            case DOCUMENTED -> new WrittenOrder(moves).acts();
            case FEWEST_OUTAGES, LEAST_EXPOSURE, FASTEST -> {
                Found exact = new ExactSearch(moves, bound, preset, affordable(moves, EXACT_LIMIT)).from(start);
                yield exact instanceof Found.Unknown ? beam(moves, bound, preset, effort) : exact;
            }
        };
    }

    /// How many acts may be looked at; none where so few could be that only luck would find a plan.
    private static int affordable(Moves moves, int limit) {
        long groups = moves.masks.groups;
        long oneAct = Math.max(1, moves.masks.nodes * groups * (moves.masks.neighbours.limits() ? groups : 1));
        long acts = Math.min(limit, EXACT_WORK / oneAct);
        return acts < moves.masks.nodes * groups * FEW_DEEP ? 0 : (int) acts;
    }

    private static Found beam(Moves moves, LowerBound bound, Preset preset, Effort effort) {
        int size = moves.masks.nodes * moves.masks.groups * moves.masks.groups;
        int width = Math.clamp(BEAM_WORK / Math.max(1, size), 4, 200);
        Found leaps = counted(moves, new Leapfrog(moves.masks.problem).acts());
        if (leaps instanceof Found.Acts(var acts, var cost, _, _)
                && cost.equals(bound.from(Board.start(moves.masks.problem)))) {
            return new Found.Acts(acts, cost, true, "it meets the bound");
        }
        Found layered = layered(moves, bound, preset, effort);
        // Where room must be looked for at every act, a beam over so many acts takes longer than anybody waits.
        boolean slow = moves.masks.neighbours.limits() && size > SLOW_BEAM
                && (leaps instanceof Found.Acts || layered instanceof Found.Acts);
        List<Found> found = slow ? List.of(leaps, layered) : List.of(leaps, layered,
                counted(moves, new WrittenOrder(moves).acts()),
                new BeamSearch(moves, bound, preset, width).from(Board.start(moves.masks.problem)));
        // The written order may fail where others exist: not finding a plan proves nothing here.
        return found.stream().filter(Found.Acts.class::isInstance).map(Found.Acts.class::cast)
                .min(Comparator.comparing(Found.Acts::cost, Cost.order(preset))).<Found>map(acts -> acts)
                .orElse(new Found.Unknown(width));
    }

    /// A narrow beam, and a wider one where the narrow one leaves more exposure than is known to be unavoidable.
    private static Found layered(Moves moves, LowerBound bound, Preset preset, Effort effort) {
        Board start = Board.start(moves.masks.problem);
        Found narrow = new LayeredBeam(moves, bound, preset, effort.width, effort.nodesTried).from(start);
        long unavoidable = FirstAcross.exposure(moves.masks);
        if (narrow instanceof Found.Acts(_, var cost, _, _) && (unavoidable == 0 || cost.exposure() <= unavoidable)) {
            return narrow;
        }
        Found wide = new LayeredBeam(moves, bound, preset, effort.width * WIDER, effort.nodesTried * 2).from(start);
        return wide instanceof Found.Acts better && (!(narrow instanceof Found.Acts acts)
                || Cost.order(preset).compare(better.cost(), acts.cost()) < 0) ? wide : narrow;
    }

    /// What was found without looking at cover or at company, counted as the other searches count.
    private static Found counted(Moves moves, Found found) {
        return found instanceof Found.Acts(var acts, _, _, var how) ? moves.replayed(acts)
                .<Found>map(cost -> new Found.Acts(acts, cost, false, how)).orElse(new Found.Unknown(acts.size()))
                : found;
    }

    private static Drafting planned(Problem problem, Cost floor, Found.Acts acts, Ahead ahead) {
        Canary.Sent sent = Canary.sent(problem.start,
                new StageWriter(problem, wave(problem), ahead).write(acts.acts(), ahead.basis()));
        if (!sent.against().isEmpty()) {
            return new Planning.Infeasible(sent.against(), List.of());
        }
        Plan plan = OneSet.around(problem.start, sent.plan());
        return new Draft(ahead.history(), plan, whole -> report(problem, floor, acts, plan, whole));
    }

    private static PlanReport report(Problem problem, Cost floor, Found.Acts acts, Plan plan, CoverHistory history) {
        long across = tooLarge(problem) ? 0 : FirstAcross.exposure(new Masks(problem));
        Reporter reporter = new Reporter(problem, floor, across, acts, plan, history);
        Optional<Cost> leastExposed = cost(problem.image, problem.spec.withPreset(Preset.LEAST_EXPOSURE));
        Optional<Cost> withOneMore = reporter.exposed() ? WhatIf.oneMoreNode(problem.image)
                .flatMap(more -> cost(more, problem.spec)) : Optional.empty();
        return reporter.report(leastExposed, withOneMore);
    }

    private static Planning.Infeasible infeasible(Problem problem, long boards) {
        ClusterImage image = problem.image;
        List<String> helps = new ArrayList<>();
        WhatIf.oneMoreNode(image).flatMap(more -> cost(more, problem.spec)).ifPresent(cost -> helps.add(
                "one more empty node, like " + image.members().stream().filter(NodeImage::up).findFirst().orElseThrow()
                        .id() + ": " + outages(cost)));
        if (!problem.stacking) {
            cost(WhatIf.sharing(image), problem.spec).ifPresent(cost -> helps.add(
                    "letting groups share a node (one-group-per-node: false): " + outages(cost)));
        }
        if (problem.groups.stream().anyMatch(group -> !group.possible().isEmpty())) {
            cost(WhatIf.anyOwner(image), problem.spec).ifPresent(cost -> helps.add(
                    "every node as a possible owner of every group: " + outages(cost)));
        }
        if (problem.spec.preset() == Preset.DOCUMENTED) {
            cost(image, problem.spec.withPreset(Preset.FEWEST_OUTAGES)).ifPresent(cost -> helps.add(
                    "another order than node by node and back (preset fewest-outages): " + outages(cost)));
        }
        return new Planning.Infeasible(Certificates.afterSearch(problem, boards), helps);
    }

    private static String outages(Cost cost) {
        return cost.outages() == 1 ? "1 outage" : cost.outages() + " outages";
    }

    /// The cost of the best plan, or of the written one; empty where there is none or it is not known soon.
    private static Optional<Cost> cost(ClusterImage image, UpgradeSpec spec) {
        if (tooLarge(image)) {
            return Optional.empty();
        }
        Problem problem = new Problem(image, spec);
        if (!Refusals.before(problem).isEmpty() || !Certificates.confined(problem).isEmpty()) {
            return Optional.empty();
        }
        Moves moves = new Moves(new Masks(problem));
        Found found = spec.preset() == Preset.DOCUMENTED ? new WrittenOrder(moves).acts()
                : new ExactSearch(moves, new LowerBound(moves), spec.preset(), affordable(moves, EXACT_LIMIT / 4))
                        .from(Board.start(problem));
        return switch (found) {
            case Found.Acts(_, var cost, _, _) -> Optional.of(cost);
            case Found.Impossible _, Found.Unknown _ -> Optional.empty();
        };
    }
}
