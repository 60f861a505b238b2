package dev.baton.core.planner;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// A [Problem] of at most 64 nodes and 64 groups with sets of nodes as the bits of a long: what the searches ask again
/// and again.
final class Masks {
    /// The largest number of nodes, and of groups.
    static final int LIMIT = 64;

    final Problem problem;
    final int nodes;
    final int groups;
    /// Nodes that must be changed.
    final long needs;
    /// Groups whose format must follow.
    final long mustConvert;
    /// Groups that should run.
    final long online;
    /// For each group the nodes where a plan may put it.
    final long[] place;
    private final long runHeld;
    private final long[] receive;
    private final long[][][] opens;
    private final long[][][] takes;
    private final long[][] converts;
    private final long[][] allowed;
    private final long critical;
    /// Groups in the order in which they find a node after a loss.
    final int[] urgency;
    /// What keeps groups from sharing nodes.
    final Neighbours neighbours;
    /// Groups that stay where they are while their node is changed.
    final long inPlace;

    Masks(Problem problem) {
        this.problem = problem;
        this.nodes = problem.nodes.size();
        this.groups = problem.groups.size();
        this.needs = where(nodes, problem::needs);
        this.runHeld = where(nodes, problem::runHeld);
        this.mustConvert = where(groups, problem::mustConvert);
        this.online = where(groups, problem::online);
        this.critical = where(groups, g -> problem.groups.get(g).critical());
        this.inPlace = where(groups, problem::inPlace);
        this.neighbours = new Neighbours(problem);
        this.place = new long[groups];
        this.receive = new long[groups];
        this.opens = new long[groups][2][2];
        this.takes = new long[groups][2][2];
        this.converts = new long[groups][2];
        this.allowed = new long[groups][2];
        for (int group = 0; group < groups; group++) {
            int g = group;
            place[g] = where(nodes, n -> problem.mayPlace(g, n));
            receive[g] = where(nodes, n -> problem.mayReceive(g, n));
            for (int after = 0; after < 2; after++) {
                boolean upgraded = after == 1;
                converts[g][after] = where(nodes, n -> problem.converts(g, n, upgraded));
                allowed[g][after] = where(nodes, n -> problem.mayConvertNow(g, n, upgraded));
                for (int c = 0; c <= (problem.mustConvert(g) ? 1 : 0); c++) {
                    boolean converted = c == 1;
                    opens[g][c][after] = where(nodes, n -> problem.opens(g, converted, n, upgraded));
                    takes[g][c][after] = where(nodes, n -> problem.takesOver(g, converted, n, upgraded));
                }
            }
        }
        this.urgency = IntStream.range(0, groups).boxed()
                .sorted((a, b) -> Boolean.compare(problem.groups.get(b).critical(), problem.groups.get(a).critical()))
                .mapToInt(Integer::intValue).toArray();
    }

    private static long where(int count, IntPredicate test) {
        long mask = 0;
        for (int i = 0; i < count; i++) {
            mask |= test.test(i) ? 1L << i : 0;
        }
        return mask;
    }

    /// Returns the nodes that may be changed next: one that a cut-off run left closed goes before all others (law 7).
    long changeable(long upgraded) {
        long left = needs & ~upgraded;
        return (left & runHeld) == 0 ? left : left & runHeld;
    }

    /// Returns every node on which some group may be put.
    long anyPlace() {
        return Arrays.stream(place).reduce(0, (a, b) -> a | b);
    }

    /// Returns the nodes that could ever receive the group, and the one where it is.
    long everReceives(int group) {
        int at = problem.owner[group];
        return receive[group] | (at < 0 ? 0 : 1L << at);
    }

    /// Returns the nodes to which the group may move with its data as it is.
    long movable(int group, long upgraded, long converted, int[] owner) {
        return bit(inPlace, group) == 1 ? 0
                : free(group, upgraded, owner) & pick(opens[group][bit(converted, group)], upgraded);
    }

    /// Returns the nodes to which the group may move and be converted there.
    long convertible(int group, long upgraded, long converted, int[] owner) {
        return bit(converted | inPlace, group) == 1 || problem.inConversion(group) ? 0
                : free(group, upgraded, owner) & pick(converts[group], upgraded) & allowed(group, upgraded);
    }

    /// Returns whether the group may be converted where it is.
    boolean convertibleInPlace(int group, long upgraded, long converted, int at) {
        return bit(mustConvert, group) == 1 && bit(converted, group) == 0
                && bit(pick(converts[group], upgraded) & allowed(group, upgraded), at) == 1;
    }

    private long allowed(int group, long upgraded) {
        return allowed[group][(needs & ~upgraded) == 0 ? 1 : 0];
    }

    private long free(int group, long upgraded, int[] owner) {
        long free = place[group] & ~(runHeld & ~upgraded) & ~(1L << owner[group]);
        return neighbours.limits() ? neighbours.withRoom(group, free, owner)
                : problem.stacking ? free : free & ~occupied(owner);
    }

    /// Returns the groups whose format follows when their node is changed under them.
    ///
    /// @param upgraded nodes that are changed then, this one included
    long follows(int node, long upgraded, long converted, int[] owner) {
        long follows = 0;
        for (long left = inPlace & mustConvert & ~converted; left != 0; left &= left - 1) {
            int group = Long.numberOfTrailingZeros(left);
            follows |= owner[group] == node && convertibleInPlace(group, upgraded, converted, node) ? 1L << group : 0;
        }
        return follows;
    }

    /// Returns the nodes with groups that must leave before the node is changed.
    long mustBeEmptied(int[] owner) {
        long occupied = 0;
        for (int g = 0; g < owner.length; g++) {
            occupied |= owner[g] < 0 || bit(inPlace, g) == 1 ? 0 : 1L << owner[g];
        }
        return occupied;
    }

    private static long pick(long[] oldAndNew, long upgraded) {
        return (oldAndNew[0] & ~upgraded) | (oldAndNew[1] & upgraded);
    }

    private static int bit(long mask, int at) {
        return (int) (mask >> at & 1);
    }

    static long occupied(int[] owner) {
        long occupied = 0;
        for (int at : owner) {
            occupied |= at < 0 ? 0 : 1L << at;
        }
        return occupied;
    }

    /// Returns the groups that nobody could take if their owner were lost, each owner by itself.
    ///
    /// @param out a node that is being changed, or -1
    long uncovered(long upgraded, long converted, int[] owner, int out) {
        long barred = (runHeld & ~upgraded) | (out < 0 ? 0 : 1L << out);
        if (neighbours.limits()) {
            return unseated(upgraded, converted, owner, barred);
        }
        long occupied = problem.stacking ? 0 : occupied(owner);
        long uncovered = 0;
        long seen = 0;
        for (int g = 0; g < groups; g++) {
            if (owner[g] < 0 || bit(online, g) == 0) {
                continue;
            }
            long takers = takers(g, upgraded, converted, owner[g]) & ~barred & ~occupied & ~(1L << owner[g]);
            if (takers == 0) {
                uncovered |= 1L << g;
            } else if (!problem.stacking && bit(seen, owner[g]) == 1) {
                uncovered |= competing(upgraded, converted, owner, owner[g], barred | occupied);
            }
            seen |= 1L << owner[g];
        }
        return uncovered;
    }

    private long unseated(long upgraded, long converted, int[] owner, long barred) {
        long unseated = 0;
        int[] displaced = new int[groups];
        long[] takers = new long[groups];
        neighbours.settle(owner);
        for (long left = occupied(owner); left != 0; left &= left - 1) {
            int lost = Long.numberOfTrailingZeros(left);
            long there = neighbours.present(lost) & online;
            int count = 0;
            for (long some : new long[] {there & critical, there & ~critical}) {
                for (long rest = some; rest != 0; rest &= rest - 1) {
                    int g = Long.numberOfTrailingZeros(rest);
                    displaced[count] = g;
                    takers[count++] = takers(g, upgraded, converted, lost) & ~barred & ~(1L << lost);
                }
            }
            unseated |= neighbours.unseated(displaced, takers, count);
        }
        return unseated;
    }

    private long takers(int group, long upgraded, long converted, int at) {
        long takers = receive[group] & pick(takes[group][bit(converted, group)], upgraded);
        if (!problem.kind(group).trustMixedFailover()) {
            var here = problem.version(group, at, bit(upgraded, at) == 1);
            takers &= here.isEmpty() ? -1L
                    : where(nodes, n -> problem.version(group, n, bit(upgraded, n) == 1).equals(here));
        }
        return takers;
    }

    /// Several groups on one node, one group per node: a matching (Kuhn), critical groups first.
    private long competing(long upgraded, long converted, int[] owner, int lost, long barred) {
        int[] takenBy = new int[nodes];
        Arrays.fill(takenBy, -1);
        long[] takers = new long[groups];
        long uncovered = 0;
        for (int g : urgency) {
            if (owner[g] == lost && bit(online, g) == 1) {
                takers[g] = takers(g, upgraded, converted, lost) & ~barred & ~(1L << lost);
                if (!augment(g, takers, takenBy, new long[1])) {
                    uncovered |= 1L << g;
                }
            }
        }
        return uncovered;
    }

    private static boolean augment(int group, long[] takers, int[] takenBy, long[] visited) {
        for (long left = takers[group] & ~visited[0]; left != 0; left = takers[group] & ~visited[0]) {
            int node = Long.numberOfTrailingZeros(left);
            visited[0] |= 1L << node;
            if (takenBy[node] < 0 || augment(takenBy[node], takers, takenBy, visited)) {
                takenBy[node] = group;
                return true;
            }
        }
        return false;
    }
}
