package dev.baton.core.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A plan for clusters that are too large to search: empty nodes go first, then nodes are emptied onto nodes that are
/// changed already, so that each group moves once. Where no node is empty, the ones with the fewest groups go first and
/// their groups move twice. A group for which no changed node has room may push another one on to a third node (an
/// ejection chain of one). Formats follow with the move. Where no changed node could take over what is not converted
/// yet, one empty node is changed last of all: until then it is there for whatever else fails.
///
/// In waves several nodes are emptied before they are changed together. The first wave may be smaller than the others:
/// its groups move twice where no node is empty, so a small one saves outages and costs waves later.
final class Leapfrog {
    /// How many of the emptiest nodes may be asked to push a group on.
    private static final int PUSHES = 24;

    private final Problem problem;
    private final Seats seats;
    private final Fullness done;
    private final Fullness rest;
    private final int wave;
    private final int firstWave;
    private final List<Act> acts = new ArrayList<>();
    private final List<Integer> emptied = new ArrayList<>();
    private int waves;

    /// One node at a time.
    Leapfrog(Problem problem) {
        this(problem, 1, 1);
    }

    /// @param wave      how many nodes may be changed together
    /// @param firstWave how many at first; at most `wave`
    Leapfrog(Problem problem, int wave, int firstWave) {
        this.problem = problem;
        this.wave = wave;
        this.firstWave = firstWave;
        this.seats = new Seats(problem);
        this.done = new Fullness(seats, problem.nodes.size());
        this.rest = new Fullness(seats, problem.nodes.size());
        for (int n = 0; n < problem.nodes.size(); n++) {
            (seats.done(n) ? done : rest).put(n);
        }
    }

    /// Returns the acts; [Found.Unknown] when some node could not be emptied, which proves nothing.
    Found acts() {
        int reserve = seats.reserve();
        List<Integer> left = new ArrayList<>(IntStream.range(0, seats.changed.length).filter(problem::needs).boxed()
                .sorted((one, other) -> inTurn(one, other, reserve)).toList());
        while (!left.isEmpty()) {
            if (!nextWave(left, false) && !nextWave(left, true)) {
                return new Found.Unknown(acts.size());
            }
            emptied.forEach(left::remove);
        }
        if (!followUp() || !goHome()) {
            return new Found.Unknown(acts.size());
        }
        Cost cost = cost();
        return new Found.Acts(acts, cost, false, cost.outages() == floor(problem, wave).outages()
                ? "outages meet the bound; time without failover was not searched"
                : "the cluster is too large to try every order; better ones may exist");
    }

    /// Returns how many nodes were changed before the plan was complete, or could not be completed.
    int changedNodes() {
        return (int) acts.stream().filter(Act.Upgrade.class::isInstance).count();
    }

    /// Empties as many nodes as may go together, onto changed nodes only unless `anywhere`, and changes them.
    private boolean nextWave(List<Integer> left, boolean anywhere) {
        // Those that the run holds come first.
        int most = problem.runHeld(left.getFirst()) ? 1 : waves == 0 ? firstWave : wave;
        emptied.clear();
        boolean voter = false;
        for (int node : left) {
            boolean votes = problem.nodes.get(node).voter();
            if (emptied.size() < most && !(votes && voter) && empty(node, anywhere)) {
                emptied.add(node);
                rest.remove(node);
                voter |= votes;
            }
            if (emptied.size() == most) {
                break;
            }
        }
        for (int node : emptied) {
            acts.add(new Act.Upgrade(node));
            seats.change(node, true);
            seats.on(node).stream().filter(group -> seats.converts(group, node))
                    .forEach(group -> seats.converted[group] = true);
            done.put(node);
        }
        waves += emptied.isEmpty() ? 0 : 1;
        return !emptied.isEmpty();
    }

    /// Which of two nodes is emptied first: one that the run holds, the one in reserve last, then the one with less.
    private int inTurn(int one, int other, int reserve) {
        int held = Boolean.compare(problem.runHeld(other), problem.runHeld(one));
        int reserved = Boolean.compare(one == reserve, other == reserve);
        return held != 0 ? held : reserved != 0 ? reserved
                : Integer.compare(seats.on(one).size(), seats.on(other).size());
    }

    /// Which of two groups moves first: the larger one.
    private int largerFirst(int one, int other) {
        int larger = Long.compare(seats.total(other), seats.total(one));
        return larger != 0 ? larger : Integer.compare(one, other);
    }

    /// Empties the node; undoes what it began when it cannot.
    private boolean empty(int node, boolean anywhere) {
        int mark = acts.size();
        boolean there = rest.contains(node);
        rest.remove(node);
        List<Integer> groups = new ArrayList<>(seats.on(node));
        groups.removeIf(problem::inPlace);
        groups.sort(this::largerFirst);
        for (int group : groups) {
            int target = done.firstThatTakes(group, node);
            if (target < 0 && !pushOn(group, node)) {
                target = anywhere ? rest.firstThatTakes(group, node) : -1;
                if (target < 0) {
                    undo(mark);
                    if (there) {
                        rest.put(node);
                    }
                    return false;
                }
            }
            if (target >= 0) {
                move(group, target);
            }
        }
        return true;
    }

    /// Makes room on a changed node by moving one of its groups to another changed node, and moves the group there.
    private boolean pushOn(int group, int leaving) {
        if (!problem.stacking) {
            return false;
        }
        int asked = 0;
        for (int node : done.nodes()) {
            if (node != leaving && seats.reaches(group, node) && asked++ < PUSHES) {
                for (int other : List.copyOf(seats.on(node))) {
                    boolean helps = !problem.inPlace(other) && seats.room(group, node, other);
                    int target = helps ? done.firstThatTakes(other, node) : -1;
                    if (target >= 0) {
                        move(other, target);
                        move(group, node);
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void undo(int mark) {
        while (acts.size() > mark) {
            if (acts.removeLast() instanceof Act.Move move) {
                seats.undo(move);
                refresh(move.from());
                refresh(move.to());
            }
        }
    }

    private void move(int group, int to) {
        int from = seats.owner[group];
        boolean convert = seats.converts(group, to);
        acts.add(new Act.Move(group, from, to, convert));
        seats.move(group, to, convert);
        refresh(from);
        refresh(to);
    }

    private void refresh(int node) {
        if (done.contains(node)) {
            done.put(node);
        } else if (rest.contains(node)) {
            rest.put(node);
        }
    }

    /// Converts what did not move onto a changed node.
    private boolean followUp() {
        for (int g = 0; g < seats.owner.length; g++) {
            if (problem.mustConvert(g) && !seats.converted[g] && seats.owner[g] >= 0 && !comesHome(g)) {
                if (!problem.converts(g, seats.owner[g], seats.changed[seats.owner[g]])) {
                    return false;
                }
                acts.add(new Act.Convert(g));
                seats.converted[g] = true;
            }
        }
        return true;
    }

    private boolean comesHome(int group) {
        return problem.returnHome() && seats.owner[group] != problem.home[group]
                && problem.mayPlace(group, problem.home[group]) && !problem.inConversion(group);
    }

    /// Brings groups back where they belong, as far as their places become free.
    private boolean goHome() {
        boolean progress = problem.returnHome();
        while (progress) {
            progress = false;
            for (int g = 0; g < seats.owner.length; g++) {
                if (seats.owner[g] >= 0 && comesHome(g) && seats.takes(g, problem.home[g])) {
                    move(g, problem.home[g]);
                    progress = true;
                }
            }
        }
        return IntStream.range(0, seats.owner.length).noneMatch(g -> seats.owner[g] >= 0 && comesHome(g));
    }

    private Cost cost() {
        Cost cost = new Cost(0, 0, waves * (problem.upgradeMillis + problem.soakMillis));
        for (Act act : acts) {
            cost = cost.plus(switch (act) {
                case Act.Upgrade(var node) -> inPlace(node).plus(givenUp(problem, node));
                case Act.Move(var group, _, _, var convert) -> outage(group, problem.moveMillis
                        + (convert ? problem.convertMillis(group) : 0));
                case Act.Convert(var group) -> outage(group, problem.convertMillis(group));
            });
        }
        return cost;
    }

    private Cost outage(int group, long millis) {
        return new Cost(problem.silenced(group), problem.criticalSilenced(group), 0, millis, 0);
    }

    private static Cost givenUp(Problem problem, int node) {
        return new Cost(problem.givenUp(node), problem.criticalGivenUp(node), 0, 0, 0);
    }

    private Cost inPlace(int node) {
        Cost cost = Cost.ZERO;
        for (int group : seats.on(node)) {
            boolean stays = problem.inPlace(group) && seats.owner[group] == problem.owner[group];
            cost = cost.plus(stays ? outage(group, 0) : Cost.ZERO);
        }
        return cost;
    }

    /// Returns the least that any plan costs: every group on a node that must be changed leaves it, or has an outage
    /// there when it is upgraded in place, and while no changed node can take any, the smallest load moves twice.
    static Cost floor(Problem problem) {
        return floor(problem, 1);
    }

    /// Returns the least that any plan costs which changes at most so many nodes together.
    static Cost floor(Problem problem, int wave) {
        Cost leaving = Cost.ZERO;
        long[] load = new long[problem.nodes.size()];
        for (int g = 0; g < problem.owner.length; g++) {
            if (problem.owner[g] >= 0) {
                load[problem.owner[g]] += problem.inPlace(g) ? 0 : problem.silenced(g);
                leaving = leaving.plus(leaving(problem, g));
            }
        }
        long outages = leaving.outages();
        long critical = leaving.critical();
        boolean allOld = !problem.returnHome() && problem.image.members().stream().noneMatch(node -> node.up()
                && !problem.needs(problem.indexOf(node.id())));
        long twice = allOld ? IntStream.range(0, load.length).filter(n -> problem.needs(n)
                && !problem.nodes.get(n).witness()).mapToLong(n -> load[n]).min().orElse(0) : 0;
        for (int n = 0; n < load.length; n++) {
            outages += problem.givenUp(n);
            critical += problem.criticalGivenUp(n);
        }
        long waves = (IntStream.range(0, load.length).filter(problem::needs).count() + wave - 1) / wave;
        return new Cost(outages + twice, critical, 0, waves * (problem.upgradeMillis + problem.soakMillis)
                + leaving.millis(), 0);
    }

    /// The least that a group costs which is on a node.
    private static Cost leaving(Problem problem, int group) {
        int at = problem.owner[group];
        boolean stays = problem.inPlace(group);
        int leaves = !problem.needs(at) ? 0
                : !stays && problem.returnHome() && problem.mayPlace(group, at) ? 2 : 1;
        int times = Math.max(leaves, problem.mustConvert(group) ? 1 : 0);
        return new Cost((long) times * problem.silenced(group), (long) times * problem.criticalSilenced(group), 0,
                stays || !problem.online(group) ? 0 : leaves * problem.moveMillis, 0);
    }
}
