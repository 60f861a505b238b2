package dev.baton.core.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        this.groupClass = classes(masks.groups, this::sightsOfGroup);
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

    private List<Object> sightsOfNode(int node) {
        Problem problem = masks.problem;
        List<Object> sights = new ArrayList<>(List.of(problem.needs(node), problem.runHeld(node),
                problem.nodes.get(node).facts().versions()));
        for (int g = 0; g < masks.groups; g++) {
            sights.add(sight(g, node));
        }
        return sights;
    }

    private List<Object> sightsOfGroup(int group) {
        Problem problem = masks.problem;
        List<Object> sights = new ArrayList<>(List.of(problem.kind(group).id(), problem.groups.get(group).format(),
                problem.online(group), problem.mustConvert(group)));
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
