package dev.baton.core.planner;

import dev.baton.core.model.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Which boards are the same but for names. Two nodes are alike when every group sees them alike; two groups are alike
/// when they are of one kind and format and see every node alike. Exchanging alike nodes or alike groups changes no
/// cost, so a search needs to look at one board of each sort only: a cluster of equal machines has few.
final class Symmetry {
    private final Masks masks;
    private final int[] nodeClass;
    private final int[] groupClass;

    Symmetry(Masks masks) {
        this.masks = masks;
        this.nodeClass = classes(masks.nodes, this::sightsOfNode);
        int[] alike = classes(masks.groups, this::sightsOfGroup);
        this.groupClass = masks.neighbours.limits() ? runs(alike, masks.urgency) : alike;
    }

    private static int[] classes(int count, IntFunction<List<Object>> signature) {
        Map<List<Object>, Integer> known = new HashMap<>();
        int[] classes = new int[count];
        for (int i = 0; i < count; i++) {
            List<Object> key = signature.apply(i);
            Integer number = known.get(key);
            if (number == null) {
                number = known.size();
                known.put(key, number);
            }
            classes[i] = number;
        }
        return classes;
    }

    /// Where capacity or labels decide who finds room, the order of urgency decides who is left: only groups that stand
    /// together in that order may be exchanged.
    private static int[] runs(int[] classes, int[] urgency) {
        int[] runs = new int[classes.length];
        for (int i = 1; i < urgency.length; i++) {
            runs[urgency[i]] = runs[urgency[i - 1]] + (classes[urgency[i]] == classes[urgency[i - 1]] ? 0 : 1);
        }
        return runs;
    }

    private List<Object> sightsOfNode(int node) {
        Problem problem = masks.problem;
        List<Object> sights = new ArrayList<>(List.of(problem.needs(node), problem.runHeld(node),
                problem.nodes.get(node).facts().versions(), problem.nodes.get(node).capacity(),
                problem.givenUp(node), problem.criticalGivenUp(node)));
        for (int g = 0; g < masks.groups; g++) {
            sights.add(sight(g, node));
        }
        return sights;
    }

    private List<Object> sightsOfGroup(int group) {
        Problem problem = masks.problem;
        Terms terms = problem.groups.get(group).terms();
        List<Object> sights = new ArrayList<>(List.of(problem.kind(group).id(), problem.groups.get(group).format(),
                problem.online(group), problem.mustConvert(group), problem.groups.get(group).critical(),
                terms.withAfter(new TreeSet<>())));
        // What others start after, or starts after others, is like nobody.
        sights.add(terms.after().isEmpty() && problem.silenced(group) <= 1 ? -1 : group);
        for (int n = 0; n < masks.nodes; n++) {
            sights.add(sight(group, n));
        }
        return sights;
    }

    private int sight(int group, int node) {
        Problem problem = masks.problem;
        return (problem.mayPlace(group, node) ? 1 : 0) | (problem.mayReceive(group, node) ? 2 : 0)
                | (problem.homeMatters() && problem.home[group] == node ? 4 : 0);
    }

    /// What is the same for boards that differ in names only.
    static final class Key {
        private final int[] codes;
        private final int hash;

        private Key(int[] codes) {
            this.codes = codes;
            this.hash = Arrays.hashCode(codes);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && Arrays.equals(key.codes, codes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /// Returns the key of a board.
    Key key(Board board) {
        int[] owner = board.owner();
        int[] groups = new int[masks.groups];
        for (int g = 0; g < groups.length; g++) {
            int code = (groupClass[g] << 1) | (int) ((board.converted() >> g) & 1);
            groups[g] = ((owner[g] + 1) << 16) | code;
        }
        Arrays.sort(groups);
        int[][] nodes = new int[masks.nodes + 1][];
        int next = 0;
        for (int n = -1; n < masks.nodes; n++) {
            int from = next;
            while (next < groups.length && groups[next] >> 16 == n + 1) {
                next++;
            }
            int[] code = new int[next - from + 1];
            code[0] = n < 0 ? -1 : (nodeClass[n] << 1) | (int) ((board.upgraded() >> n) & 1);
            for (int i = from; i < next; i++) {
                code[i - from + 1] = groups[i] & 0xFFFF;
            }
            nodes[n + 1] = code;
        }
        Arrays.sort(nodes, Arrays::compare);
        int[] codes = new int[groups.length + nodes.length + nodes.length];
        int at = 0;
        for (int[] code : nodes) {
            codes[at++] = code.length;
            for (int part : code) {
                codes[at++] = part;
            }
        }
        return new Key(codes);
    }
}
