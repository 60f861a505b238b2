package dev.baton.core.planner;

import dev.baton.core.plan.Preset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A good plan for clusters of middle size, node by node: each layer holds the most promising ways so far, and each is
/// continued by emptying every one of a few nodes in a few manners ([Manner]) and changing it. Where data is converted
/// a node may also be emptied and left as it is for now: a reserve for groups that are not converted yet. Groups move
/// away from a node only to have it changed, once each where a changed node can take them; no failback. Faster by far
/// than a beam over single acts, where room must be looked for at each.
final class LayeredBeam {
    /// The first layers decide how long groups are without cover: more ways are kept there, and more nodes tried.
    private static final int EARLY = 5;
    private static final int WIDER_EARLY = 8;
    private static final int MORE_EARLY = 2;

    private final Moves moves;
    private final Masks masks;
    private final LowerBound bound;
    private final Preset preset;
    private final Comparator<Cost> order;
    private final Symmetry symmetry;
    private final int width;
    private final int nodesTried;
    private int tried;

    /// @param width      how many ways are kept
    /// @param nodesTried how many nodes may be the next one
    LayeredBeam(Moves moves, LowerBound bound, Preset preset, int width, int nodesTried) {
        this.moves = moves;
        this.masks = moves.masks;
        this.bound = bound;
        this.preset = preset;
        this.order = Cost.order(preset);
        this.symmetry = new Symmetry(moves.masks);
        this.width = width;
        this.nodesTried = nodesTried;
    }

    /// Where the groups of a node go, of the nodes that may have them.
    private enum Manner {
        /// To the changed node with the fewest groups.
        SPREAD,
        /// To the changed node with the most groups that has room.
        PACKED,
        /// To the changed node where most groups have somebody to take them over then.
        COVERED,
        /// To a changed node with their data as it is, where that can be; it is converted later.
        AS_IT_IS,
        /// To a node that is not changed yet, so that several are changed before any data is.
        BACK
    }

    /// A way to a board.
    private record Way(Board board, Cost cost, Cost least, @Nullable Way before, List<Act> acts) {}

    /// Returns the best plan that was found; [Found.Unknown] when none was.
    Found from(Board start) {
        if (moves.masks.problem.returnHome()) {
            return new Found.Unknown(0);
        }
        Comparator<Way> promising = Comparator.comparing(Way::least, order)
                .thenComparing(way -> way.board.exposed(masks)).thenComparing(way -> way.board.hashCode());
        Way best = null;
        List<Way> layer = List.of(new Way(start, Cost.ZERO, bound.from(start), null, List.of()));
        for (int depth = 0; !layer.isEmpty(); depth++) {
            int kept = depth < EARLY ? width * WIDER_EARLY : width;
            tried = depth < EARLY ? nodesTried * MORE_EARLY : nodesTried;
            Map<Symmetry.Key, Way> next = new HashMap<>();
            for (Way way : layer) {
                if ((masks.needs & ~way.board.upgraded()) == 0) {
                    Way end = followedUp(way);
                    boolean better = end != null && (best == null || order.compare(end.cost, best.cost) < 0);
                    best = better ? end : best;
                } else {
                    continued(way, next);
                }
            }
            layer = next.values().stream().sorted(promising).limit(kept).toList();
        }
        if (best == null) {
            return new Found.Unknown(width);
        }
        boolean proved = best.cost.equals(bound.from(start));
        return new Found.Acts(path(best), best.cost, proved, proved ? "it meets the bound"
                : "the best of the " + width + " most promising ways at each node; better ones may exist");
    }

    private void continued(Way way, Map<Symmetry.Key, Way> next) {
        int[] load = new int[masks.nodes];
        for (int g = 0; g < masks.groups; g++) {
            int at = way.board.owner()[g];
            if (at >= 0 && (masks.inPlace >> g & 1) == 0) {
                load[at]++;
            }
        }
        long changeable = masks.changeable(way.board.upgraded());
        IntStream.range(0, masks.nodes).filter(n -> (changeable >> n & 1) == 1).boxed()
                .sorted(Comparator.comparingInt((Integer n) -> load[n]).thenComparing(n -> n)).limit(tried)
                .forEach(node -> {
                    for (Manner manner : manners(load[node])) {
                        Way more = load[node] == 0 ? way : emptied(way, node, manner);
                        if (more != null) {
                            note(changed(more, node), next);
                        }
                        if (more != null && load[node] > 0 && masks.mustConvert != 0 && across(more)) {
                            note(more, next);
                        }
                    }
                });
    }

    /// Whether every group went to a changed node: only then may the node be left as it is, or two nodes could be
    /// emptied onto each other for ever.
    private boolean across(Way emptied) {
        long waiting = masks.needs & ~emptied.board.upgraded();
        return emptied.acts.stream().noneMatch(act -> act instanceof Act.Move move && (waiting >> move.to() & 1) == 1);
    }

    private void note(Way way, Map<Symmetry.Key, Way> next) {
        next.merge(symmetry.key(way.board), way, (one, other) -> order.compare(other.cost, one.cost) < 0 ? other : one);
    }

    private List<Manner> manners(int load) {
        if (load == 0) {
            return List.of(Manner.SPREAD);
        }
        return preset == Preset.LEAST_EXPOSURE ? List.of(Manner.values())
                : List.of(Manner.SPREAD, Manner.PACKED, Manner.COVERED);
    }

    /// Returns the way on which the node is emptied next; null when it cannot be emptied in that manner.
    private @Nullable Way emptied(Way way, int node, Manner manner) {
        Board board = way.board;
        Cost cost = way.cost;
        List<Act> acts = new ArrayList<>();
        List<Integer> groups = IntStream.range(0, masks.groups)
                .filter(g -> way.board.owner()[g] == node && (masks.inPlace >> g & 1) == 0).boxed()
                .sorted(Comparator.comparingLong((Integer g) -> -masks.neighbours.size(g)).thenComparing(g -> g))
                .toList();
        for (int group : groups) {
            Act.Move move = move(board, group, node, manner);
            if (move == null) {
                return null;
            }
            Board after = board.after(move, masks);
            cost = moves.cost(cost, board, move, after);
            acts.add(move);
            board = after;
        }
        return new Way(board, cost, cost.plus(bound.from(board)), way, acts);
    }

    private Way changed(Way way, int node) {
        Act change = new Act.Upgrade(node);
        Board after = way.board.after(change, masks);
        Cost cost = moves.cost(way.cost, way.board, change, after);
        return new Way(after, cost, cost.plus(bound.from(after)), way, List.of(change));
    }

    private Act.@Nullable Move move(Board board, int group, int node, Manner manner) {
        long plain = masks.movable(group, board.upgraded(), board.converted(), board.owner());
        long with = masks.convertible(group, board.upgraded(), board.converted(), board.owner());
        long waiting = masks.needs & ~board.upgraded();
        long asItIs = manner == Manner.AS_IT_IS ? plain & ~waiting : 0;
        long fit = manner == Manner.BACK ? plain & waiting : asItIs != 0 ? asItIs : (plain | with) & ~waiting;
        fit = fit == 0 ? plain & waiting : fit;
        int best = best(board, group, node, fit, asItIs != 0 ? 0 : with, manner);
        return best < 0 ? null : new Act.Move(group, node, best, asItIs == 0 && (with >> best & 1) == 1);
    }

    /// Returns the best of the nodes for the group, or -1; of equals the first.
    private int best(Board board, int group, int node, long fit, long converting, Manner manner) {
        int[] load = new int[masks.nodes];
        for (int owner : board.owner()) {
            if (owner >= 0) {
                load[owner]++;
            }
        }
        int best = -1;
        long least = Long.MAX_VALUE;
        long left = fit;
        while (left != 0) {
            int to = manner == Manner.PACKED ? fullest(left, load) : emptiest(left, load);
            if (manner != Manner.COVERED) {
                return to;
            }
            left &= ~(1L << to);
            int exposed = board.after(new Act.Move(group, node, to, (converting >> to & 1) == 1), masks).exposed(masks);
            if (exposed < least) {
                least = exposed;
                best = to;
            }
            left = exposed == 0 ? 0 : left;
        }
        return best;
    }

    private static int emptiest(long nodes, int[] load) {
        int found = Long.numberOfTrailingZeros(nodes);
        for (long left = nodes; left != 0; left &= left - 1) {
            int node = Long.numberOfTrailingZeros(left);
            found = load[node] < load[found] ? node : found;
        }
        return found;
    }

    private static int fullest(long nodes, int[] load) {
        int found = Long.numberOfTrailingZeros(nodes);
        for (long left = nodes; left != 0; left &= left - 1) {
            int node = Long.numberOfTrailingZeros(left);
            found = load[node] > load[found] ? node : found;
        }
        return found;
    }

    /// Returns the way with everything converted that was not; null when that is not possible.
    private @Nullable Way followedUp(Way way) {
        Board board = way.board;
        Cost cost = way.cost;
        List<Act> acts = new ArrayList<>();
        for (long left = masks.mustConvert & ~board.converted(); left != 0; left &= left - 1) {
            Act convert = new Act.Convert(Long.numberOfTrailingZeros(left));
            if (!moves.legal(board).contains(convert)) {
                return null;
            }
            Board after = board.after(convert, masks);
            cost = moves.cost(cost, board, convert, after);
            acts.add(convert);
            board = after;
        }
        return moves.finished(board) ? new Way(board, cost, cost, way, acts) : null;
    }

    private static List<Act> path(Way end) {
        List<Act> acts = new ArrayList<>();
        for (Way way = end; way != null; way = way.before) {
            acts.addAll(0, way.acts);
        }
        return acts;
    }
}
