package dev.baton.core.planner;

import dev.baton.core.plan.Preset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The best plan with proof, for small clusters and for those of equal machines: A* (Hart, Nilsson and Raphael 1968)
/// over boards that differ in more than names ([Symmetry]), with [LowerBound] compared lexicographically. The bound is
/// consistent, so a board that leaves the queue is final, and the first goal that leaves it is the best. Ties go to the
/// longer path, then to the act that was found first: the same plan always.
final class ExactSearch {
    private final Moves moves;
    private final LowerBound bound;
    private final Comparator<Cost> order;
    private final int limit;
    private final Symmetry symmetry;
    private final Map<Symmetry.Key, Node> known = new HashMap<>();
    private final PriorityQueue<Node> open = new PriorityQueue<>(this::compare);

    /// @param limit how many acts may be looked at before the search gives up
    ExactSearch(Moves moves, LowerBound bound, Preset preset, int limit) {
        this.moves = moves;
        this.bound = bound;
        this.order = Cost.order(preset);
        this.limit = limit;
        this.symmetry = new Symmetry(moves.masks);
    }

    /// A board with the best way to it that is known; replaced, not changed, when a better way is found.
    private record Node(Board board, Symmetry.Key key, Cost cost, Cost least, int depth, int number,
            @Nullable Node parent, @Nullable Act act) {}

    private int compare(Node a, Node b) {
        int byLeast = order.compare(a.least, b.least);
        if (byLeast != 0) {
            return byLeast;
        }
        return a.depth != b.depth ? Integer.compare(b.depth, a.depth) : Integer.compare(a.number, b.number);
    }

    /// Returns the best plan from the board, or that there is none.
    Found from(Board start) {
        int numbers = 0;
        Node first = new Node(start, symmetry.key(start), Cost.ZERO, bound.from(start), 0, numbers++, null, null);
        known.put(first.key, first);
        open.add(first);
        long looked = 0;
        long made = 0;
        while (!open.isEmpty()) {
            Node node = open.remove();
            Node best = known.get(node.key);
            if (best == null || best.number != node.number) {
                continue;
            }
            if (moves.finished(node.board)) {
                return new Found.Acts(path(node), node.cost, true, "no better order exists: " + looked
                        + " states looked at, every other one costs more");
            }
            looked++;
            if (made > limit) {
                return new Found.Unknown(looked);
            }
            for (Act act : moves.legal(node.board)) {
                Board next = node.board.after(act, moves.masks);
                Cost cost = moves.cost(node.cost, node.board, act, next);
                Symmetry.Key key = symmetry.key(next);
                made++;
                Node before = known.get(key);
                if (before == null || order.compare(cost, before.cost) < 0) {
                    Node better = new Node(next, key, cost, cost.plus(bound.from(next)), node.depth + 1, numbers++,
                            node, act);
                    known.put(key, better);
                    open.add(better);
                }
            }
        }
        return new Found.Impossible(known.size());
    }

    private static List<Act> path(Node goal) {
        ArrayDeque<Act> acts = new ArrayDeque<>();
        for (Node node = goal; node != null; node = node.parent) {
            if (node.act != null) {
                acts.addFirst(node.act);
            }
        }
        return new ArrayList<>(acts);
    }
}
