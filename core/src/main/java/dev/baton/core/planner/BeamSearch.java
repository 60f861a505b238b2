package dev.baton.core.planner;

import dev.baton.core.plan.Preset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A good plan where the best is out of reach: act by act, the most promising boards by cost and [LowerBound] are kept
/// and the others forgotten. Boards that differ in names only count once.
final class BeamSearch {
    /// How many acts a plan may have beyond what it needs.
    private static final int SPARE_ACTS = 8;

    private final Moves moves;
    private final LowerBound bound;
    private final Comparator<Cost> order;
    private final Symmetry symmetry;
    private final int width;
    private int numbers;

    /// @param width how many boards are kept
    BeamSearch(Moves moves, LowerBound bound, Preset preset, int width) {
        this.moves = moves;
        this.bound = bound;
        this.order = Cost.order(preset);
        this.symmetry = new Symmetry(moves.masks);
        this.width = width;
    }

    private record Node(Board board, Cost cost, Cost least, int number, @Nullable Node parent, @Nullable Act act) {}

    /// Returns a plan from the board; [Found.Unknown] when every board that was kept led nowhere.
    Found from(Board start) {
        Comparator<Node> promising = Comparator.comparing(Node::least, order)
                .thenComparing(node -> -Long.bitCount(node.board.upgraded())).thenComparing(Node::number);
        List<Node> layer = List.of(new Node(start, Cost.ZERO, bound.from(start), 0, null, null));
        Node best = null;
        long longest = moves.masks.nodes + bound.from(start).outages() + moves.masks.groups / 2 + SPARE_ACTS;
        for (int depth = 0; depth < longest && !layer.isEmpty(); depth++) {
            Map<Symmetry.Key, Node> next = new HashMap<>();
            for (Node node : layer) {
                if (moves.finished(node.board)) {
                    best = best == null || order.compare(node.cost, best.cost) < 0 ? node : best;
                } else {
                    expand(node, best, next);
                }
            }
            layer = next.values().stream().sorted(promising).limit(width).toList();
        }
        if (best == null) {
            return new Found.Unknown(width);
        }
        boolean proved = best.cost.equals(bound.from(start));
        return new Found.Acts(path(best), best.cost, proved, proved ? "it meets the bound"
                : "the best of the " + width + " most promising orders at each step; better ones may exist");
    }

    private void expand(Node node, @Nullable Node best, Map<Symmetry.Key, Node> next) {
        for (Act act : moves.legal(node.board)) {
            Board board = node.board.after(act, moves.masks);
            Cost cost = moves.cost(node.cost, node.board, act, board);
            Cost least = cost.plus(bound.from(board));
            if (best != null && order.compare(least, best.cost) >= 0) {
                continue;
            }
            Symmetry.Key key = symmetry.key(board);
            Node known = next.get(key);
            if (known == null || order.compare(cost, known.cost) < 0) {
                Node better = new Node(board, cost, least, numbers++, node, act);
                next.put(key, better);
            }
        }
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
