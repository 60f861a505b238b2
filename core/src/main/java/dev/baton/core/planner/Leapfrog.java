package dev.baton.core.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// A plan for clusters that are too large to search: an empty node goes first, then every node is emptied onto nodes
/// that are changed already, so that each group moves once. Where no node is empty, the one with the fewest groups goes
/// first and its groups move twice. Formats follow with the move.
final class Leapfrog {
    private final Problem problem;
    private final int[] owner;
    private final int[] load;
    private final boolean[] changed;
    private final boolean[] converted;
    private final List<Act> acts = new ArrayList<>();

    Leapfrog(Problem problem) {
        this.problem = problem;
        this.owner = problem.owner.clone();
        this.load = new int[problem.nodes.size()];
        this.changed = new boolean[problem.nodes.size()];
        this.converted = new boolean[problem.groups.size()];
        for (int at : owner) {
            if (at >= 0) {
                load[at]++;
            }
        }
    }

    /// Returns the acts; [Found.Unknown] when some node could not be emptied, which proves nothing.
    Found acts() {
        while (true) {
            List<Integer> left = IntStream.range(0, changed.length).filter(n -> problem.needs(n) && !changed[n]).boxed()
                    .sorted(Comparator.comparing((Integer n) -> !problem.runHeld(n)).thenComparing(n -> load[n]))
                    .toList();
            if (left.isEmpty()) {
                break;
            }
            if (left.stream().noneMatch(node -> change(node, false)) && left.stream()
                    .noneMatch(node -> change(node, true))) {
                return new Found.Unknown(acts.size());
            }
        }
        if (!followUp() || !goHome()) {
            return new Found.Unknown(acts.size());
        }
        Cost cost = cost();
        return new Found.Acts(acts, cost, false, cost.outages() == floor(problem).outages()
                ? "outages meet the bound; time without failover was not searched"
                : "the cluster is too large to try every order; better ones may exist");
    }

    /// Empties the node, onto changed nodes only unless `anywhere`, and changes it; undoes what it began when it
    /// cannot.
    private boolean change(int node, boolean anywhere) {
        List<Integer> here = IntStream.range(0, owner.length).filter(g -> owner[g] == node).boxed().toList();
        int mark = acts.size();
        for (int group : here) {
            int target = target(group, node, anywhere);
            if (target < 0) {
                undo(mark);
                return false;
            }
            move(group, target);
        }
        acts.add(new Act.Upgrade(node));
        changed[node] = true;
        return true;
    }

    private void undo(int mark) {
        while (acts.size() > mark) {
            if (acts.removeLast() instanceof Act.Move(var group, var from, var to, var convert)) {
                owner[group] = from;
                load[from]++;
                load[to]--;
                converted[group] &= !convert;
            }
        }
    }

    /// The node with the fewest groups that may take the group now; changed nodes first.
    private int target(int group, int leaving, boolean anywhere) {
        int best = -1;
        for (int n = 0; n < load.length; n++) {
            boolean done = changed[n] || !problem.needs(n);
            if (n != leaving && (done || anywhere) && takes(group, n)
                    && (best < 0 || better(n, best))) {
                best = n;
            }
        }
        return best;
    }

    private boolean better(int node, int than) {
        boolean done = changed[node] || !problem.needs(node);
        boolean thanDone = changed[than] || !problem.needs(than);
        return done != thanDone ? done : load[node] < load[than];
    }

    private boolean takes(int group, int node) {
        boolean free = problem.stacking || load[node] == 0;
        boolean open = !problem.runHeld(node) || changed[node];
        return free && open && problem.mayPlace(group, node) && (converts(group, node)
                || problem.opens(group, converted[group], node, changed[node]));
    }

    private boolean converts(int group, int node) {
        boolean all = IntStream.range(0, changed.length).noneMatch(n -> problem.needs(n) && !changed[n]);
        return problem.mustConvert(group) && !converted[group] && !problem.inConversion(group)
                && problem.converts(group, node, changed[node]) && problem.mayConvertNow(group, node, all);
    }

    private void move(int group, int to) {
        int from = owner[group];
        boolean convert = converts(group, to);
        acts.add(new Act.Move(group, from, to, convert));
        converted[group] |= convert;
        owner[group] = to;
        load[from]--;
        load[to]++;
    }

    /// Converts what did not move onto a changed node.
    private boolean followUp() {
        for (int g = 0; g < owner.length; g++) {
            if (problem.mustConvert(g) && !converted[g] && owner[g] >= 0 && !comesHome(g)) {
                if (!problem.converts(g, owner[g], changed[owner[g]])) {
                    return false;
                }
                acts.add(new Act.Convert(g));
                converted[g] = true;
            }
        }
        return true;
    }

    private boolean comesHome(int group) {
        return problem.returnHome() && owner[group] != problem.home[group]
                && problem.mayPlace(group, problem.home[group]) && !problem.inConversion(group);
    }

    /// Brings groups back where they belong, as far as their places become free.
    private boolean goHome() {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (int g = 0; g < owner.length; g++) {
                if (owner[g] >= 0 && comesHome(g) && takes(g, problem.home[g])) {
                    move(g, problem.home[g]);
                    progress = true;
                }
            }
        }
        return IntStream.range(0, owner.length).noneMatch(g -> owner[g] >= 0 && comesHome(g));
    }

    private Cost cost() {
        long outages = 0;
        long millis = 0;
        for (Act act : acts) {
            switch (act) {
                case Act.Upgrade _ -> millis += problem.upgradeMillis + problem.soakMillis;
                case Act.Move(var group, _, _, var convert) -> {
                    outages += problem.online(group) ? 1 : 0;
                    millis += problem.moveMillis + (convert ? problem.convertMillis(group) : 0);
                }
                case Act.Convert(var group) -> {
                    outages += problem.online(group) ? 1 : 0;
                    millis += problem.convertMillis(group);
                }
            }
        }
        return new Cost(outages, 0, millis);
    }

    /// Returns the least that any plan costs: every group on a node that must be changed leaves it, and while no
    /// changed node can take any, the smallest load moves twice.
    static Cost floor(Problem problem) {
        long leaving = 0;
        long following = 0;
        int[] load = new int[problem.nodes.size()];
        for (int g = 0; g < problem.owner.length; g++) {
            int at = problem.owner[g];
            if (at >= 0 && problem.online(g)) {
                load[at]++;
                leaving += !problem.needs(at) ? 0 : problem.returnHome() && problem.mayPlace(g, at) ? 2 : 1;
                following += !problem.needs(at) && problem.mustConvert(g) ? 1 : 0;
            }
        }
        boolean allOld = !problem.returnHome() && problem.image.members().stream().noneMatch(node -> node.up()
                && !problem.needs(problem.indexOf(node.id())));
        long twice = allOld ? IntStream.range(0, load.length).filter(n -> problem.needs(n)
                && !problem.nodes.get(n).witness()).map(n -> load[n]).min().orElse(0) : 0;
        long nodes = IntStream.range(0, load.length).filter(problem::needs).count();
        return new Cost(leaving + following + twice, 0, nodes * (problem.upgradeMillis + problem.soakMillis)
                + (leaving + twice) * problem.moveMillis);
    }
}
