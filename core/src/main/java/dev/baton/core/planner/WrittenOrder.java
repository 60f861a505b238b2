package dev.baton.core.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Node by node and back, as written procedures do it: every node that serves is emptied onto another, changed, and
/// gets its groups back, converted on the way; the standby goes last.
final class WrittenOrder {
    private final Moves moves;
    private final Masks masks;
    private final Problem problem;
    private final List<Act> acts = new ArrayList<>();
    private Board board;
    private Cost cost = Cost.ZERO;

    WrittenOrder(Moves moves) {
        this.moves = moves;
        this.masks = moves.masks;
        this.problem = masks.problem;
        this.board = Board.start(problem);
    }

    /// Returns the acts; [Found.Impossible] when some node cannot be emptied in this order.
    Found acts() {
        for (int node : order()) {
            if (!empty(node)) {
                return new Found.Impossible(acts.size());
            }
            if (problem.needs(node)) {
                act(new Act.Upgrade(node));
            }
            bringBack(node);
        }
        for (int g = 0; g < masks.groups; g++) {
            int at = board.owner()[g];
            if (at >= 0 && masks.convertibleInPlace(g, board.upgraded(), board.converted(), at)) {
                act(new Act.Convert(g));
            }
        }
        return moves.finished(board) ? new Found.Acts(acts, cost, false, "the order is given")
                : new Found.Impossible(acts.size());
    }

    private List<Integer> order() {
        List<Integer> serving = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int n = 0; n < masks.nodes; n++) {
            boolean serves = false;
            for (int g = 0; g < masks.groups; g++) {
                serves |= problem.owner[g] >= 0 && belongs(g) == n;
            }
            (serves ? serving : others).add(n);
        }
        serving.addAll(others);
        // What a cut-off run left closed goes first (law 7); the sort keeps the order of the others.
        serving.sort(Comparator.comparing(n -> !problem.runHeld(n)));
        return serving;
    }

    private int belongs(int group) {
        int home = problem.home[group];
        return home >= 0 && (masks.place[group] >> home & 1) == 1 ? home : problem.owner[group];
    }

    private boolean empty(int node) {
        if (!problem.needs(node)) {
            return true;
        }
        for (int g = 0; g < masks.groups; g++) {
            if (board.owner()[g] == node && (masks.inPlace >> g & 1) == 0) {
                long plain = masks.movable(g, board.upgraded(), board.converted(), board.owner());
                long with = masks.convertible(g, board.upgraded(), board.converted(), board.owner());
                if ((plain | with) == 0) {
                    return false;
                }
                act(new Act.Move(g, node, leastLoaded(plain != 0 ? plain : with), plain == 0));
            }
        }
        return true;
    }

    private int leastLoaded(long candidates) {
        int best = -1;
        int bestLoad = Integer.MAX_VALUE;
        for (long left = candidates; left != 0; left &= left - 1) {
            int node = Long.numberOfTrailingZeros(left);
            int load = 0;
            for (int at : board.owner()) {
                load += at == node ? 1 : 0;
            }
            if (load < bestLoad) {
                best = node;
                bestLoad = load;
            }
        }
        return best;
    }

    private void bringBack(int node) {
        for (int g = 0; g < masks.groups; g++) {
            int at = board.owner()[g];
            if (at >= 0 && at != node && belongs(g) == node) {
                boolean plain = (masks.movable(g, board.upgraded(), board.converted(), board.owner()) >> node & 1) == 1;
                boolean with = (masks.convertible(g, board.upgraded(), board.converted(), board.owner()) >> node & 1)
                        == 1;
                if (plain || with) {
                    act(new Act.Move(g, at, node, with));
                }
            }
        }
    }

    private void act(Act act) {
        Board next = board.after(act, masks);
        cost = cost.plus(moves.cost(board, act, next));
        acts.add(act);
        board = next;
    }
}
