package dev.baton.core.planner;

import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Projection;
import dev.baton.core.rules.Dimensions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;

/// Who is where while a plan for a large cluster is made, and what room is left: the changing half of a [Problem] of
/// any size. What decides whether a node's product opens a group's data is asked once for each sort of both. Not
/// thread-safe.
final class Seats {
    final int[] owner;
    final boolean[] changed;
    final boolean[] converted;
    private final Problem problem;
    private final boolean[] member;
    private final List<List<Integer>> on = new ArrayList<>();
    private final long[][] capacity;
    private final long[][] taken;
    private final long[][] demand;
    private final int[] groupSort;
    private final int[] nodeSort;
    private final byte[][] opens;
    private final byte[][] converts;
    private int unchanged;

    private record GroupSort(KindId kind, Format format) {}

    Seats(Problem problem) {
        this.problem = problem;
        int nodes = problem.nodes.size();
        int groups = problem.groups.size();
        this.owner = problem.owner.clone();
        this.changed = new boolean[nodes];
        this.converted = new boolean[groups];
        this.member = new boolean[nodes];
        this.nodeSort = new int[nodes];
        this.groupSort = new int[groups];
        this.capacity = new long[nodes][];
        this.taken = new long[nodes][];
        this.demand = new long[groups][];
        Dimensions dimensions = Dimensions.of(problem.groups);
        Map<SortedMap<ProductId, Version>, Integer> nodeSorts = new HashMap<>();
        for (int n = 0; n < nodes; n++) {
            NodeImage node = problem.nodes.get(n);
            member[n] = node.up() && !node.witness() && node.heldAtMostBy(Projection.RUN_HOLD);
            capacity[n] = dimensions.limitsOf(node);
            taken[n] = dimensions.none();
            nodeSort[n] = nodeSorts.computeIfAbsent(node.facts().versions(), _ -> nodeSorts.size());
            on.add(new ArrayList<>());
            unchanged += problem.needs(n) ? 1 : 0;
        }
        Map<GroupSort, Integer> groupSorts = new HashMap<>();
        for (int g = 0; g < groups; g++) {
            GroupImage group = problem.groups.get(g);
            demand[g] = dimensions.demandOf(group);
            groupSort[g] = groupSorts.computeIfAbsent(new GroupSort(group.kind(), group.format()),
                    _ -> groupSorts.size());
            if (owner[g] >= 0) {
                put(g, owner[g], 1);
            }
        }
        this.opens = new byte[groupSorts.size() * 2][nodeSorts.size() * 2];
        this.converts = new byte[groupSorts.size()][nodeSorts.size() * 2];
    }

    private void put(int group, int node, int sign) {
        if (sign > 0) {
            on.get(node).add(group);
        } else {
            on.get(node).remove((Integer) group);
        }
        Dimensions.add(taken[node], demand[group], sign);
    }

    /// Returns the empty node, the largest one, that is to be changed last because changed nodes could not take over
    /// groups as their data is now; -1 when none is needed, or there is only one.
    int reserve() {
        boolean needed = false;
        for (int g = 0; g < owner.length && !needed; g++) {
            int at = owner[g];
            needed = at >= 0 && problem.needs(at) && problem.online(g) && problem.mustConvert(g)
                    && !problem.takesOver(g, false, at, true);
        }
        List<Integer> empty = IntStream.range(0, changed.length).filter(this::needsAndEmpty).boxed().toList();
        return !needed || empty.size() < 2 ? -1 : empty.stream().max(Comparator.comparingLong((Integer n) ->
                Arrays.stream(capacity[n]).min().orElse(0)).thenComparing(n -> n)).orElseThrow();
    }

    private boolean needsAndEmpty(int node) {
        return problem.needs(node) && member[node] && !problem.runHeld(node) && on(node).isEmpty();
    }

    /// Returns the sum of all that the group needs, whatever it is.
    long total(int group) {
        long total = 0;
        for (long amount : demand[group]) {
            total += amount;
        }
        return total;
    }

    /// Returns the groups of a node, to be read only.
    List<Integer> on(int node) {
        return on.get(node);
    }

    /// Returns whether the node is changed, or need not be.
    boolean done(int node) {
        return changed[node] || !problem.needs(node);
    }

    /// Returns whether every node is changed that must be.
    boolean allDone() {
        return unchanged == 0;
    }

    void change(int node, boolean now) {
        if (changed[node] != now) {
            changed[node] = now;
            unchanged += problem.needs(node) ? (now ? -1 : 1) : 0;
        }
    }

    void move(int group, int to, boolean convert) {
        put(group, owner[group], -1);
        owner[group] = to;
        put(group, to, 1);
        converted[group] |= convert;
    }

    void undo(Act.Move move) {
        put(move.group(), move.to(), -1);
        owner[move.group()] = move.from();
        put(move.group(), move.from(), 1);
        converted[move.group()] &= !move.convert();
    }

    /// Returns how full the node is: 0 when it is empty, about 255 when the scarcest thing is used up; by the number of
    /// groups where nothing is limited.
    int fullness(int node) {
        long most = 0;
        for (int d = 0; d < taken[node].length; d++) {
            if (capacity[node][d] != Dimensions.UNLIMITED) {
                most = Math.max(most, capacity[node][d] == 0 ? 255 : taken[node][d] * 255 / capacity[node][d]);
            }
        }
        return (int) Math.min(255, Math.max(most, Math.min(200, on.get(node).size())));
    }

    /// Returns whether the group may come to the node now, as its data is or converted there.
    boolean takes(int group, int node) {
        return reaches(group, node) && room(group, node, -1);
    }

    /// Returns whether the group may come to the node now but for what else is there.
    boolean reaches(int group, int node) {
        GroupImage image = problem.groups.get(group);
        return member[node] && (!problem.runHeld(node) || changed[node])
                && (image.possible().isEmpty() || image.possible().contains(problem.nodes.get(node).id()))
                && (converts(group, node) || opens(group, node));
    }

    /// Returns whether the group has room on the node.
    ///
    /// @param but a group that would be gone then, or -1
    boolean room(int group, int node, int but) {
        List<Integer> there = on.get(node);
        if (!problem.stacking) {
            return there.isEmpty() || (there.size() == 1 && there.getFirst() == but);
        }
        for (int d = 0; d < demand[group].length; d++) {
            long freed = but < 0 || demand[but].length == 0 ? 0 : demand[but][d];
            if (demand[group][d] > 0 && capacity[node][d] != Dimensions.UNLIMITED
                    && taken[node][d] - freed + demand[group][d] > capacity[node][d]) {
                return false;
            }
        }
        GroupImage image = problem.groups.get(group);
        if (image.terms().choosy()) {
            for (int other : there) {
                if (other != but && image.terms().clash(problem.groups.get(other).terms()).isPresent()) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean opens(int group, int node) {
        byte[] known = opens[groupSort[group] * 2 + (converted[group] ? 1 : 0)];
        int sort = nodeSort[node] * 2 + (changed[node] ? 1 : 0);
        if (known[sort] == 0) {
            known[sort] = (byte) (problem.opens(group, converted[group], node, changed[node]) ? 1 : -1);
        }
        return known[sort] > 0;
    }

    /// Returns whether the group would be converted when it comes to the node.
    boolean converts(int group, int node) {
        if (!problem.mustConvert(group) || converted[group] || problem.inConversion(group)) {
            return false;
        }
        byte[] known = converts[groupSort[group]];
        int sort = nodeSort[node] * 2 + (changed[node] ? 1 : 0);
        if (known[sort] == 0) {
            known[sort] = (byte) (problem.converts(group, node, changed[node]) ? 1 : -1);
        }
        return known[sort] > 0 && problem.mayConvertNow(group, node, allDone());
    }
}
