package dev.baton.core.planner;

import dev.baton.core.model.GroupId;
import dev.baton.core.plan.Silence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The legal acts on a board, in a fixed order, and what each costs.
final class Moves {
    final Masks masks;
    private final Problem problem;

    Moves(Masks masks) {
        this.masks = masks;
        this.problem = masks.problem;
    }

    /// Returns whether nothing is left to do.
    boolean finished(Board board) {
        if ((masks.needs & ~board.upgraded()) != 0 || (masks.mustConvert & ~board.converted()) != 0) {
            return false;
        }
        if (problem.returnHome()) {
            for (int g = 0; g < masks.groups; g++) {
                if (away(g, board.owner()[g])) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Returns whether the group is not where it belongs although it may be put there.
    boolean away(int group, int at) {
        int home = problem.home[group];
        return at >= 0 && at != home && (masks.place[group] >> home & 1) == 1;
    }

    /// Returns every legal act: changes of empty nodes first, then moves by group and node, then conversions in place.
    List<Act> legal(Board board) {
        List<Act> acts = new ArrayList<>();
        long empty = masks.changeable(board.upgraded()) & ~masks.mustBeEmptied(board.owner());
        for (long left = empty; left != 0; left &= left - 1) {
            acts.add(new Act.Upgrade(Long.numberOfTrailingZeros(left)));
        }
        for (int g = 0; g < masks.groups; g++) {
            if (board.owner()[g] >= 0) {
                addMoves(board, g, acts);
            }
        }
        for (int g = 0; g < masks.groups; g++) {
            int at = board.owner()[g];
            if (at >= 0 && masks.convertibleInPlace(g, board.upgraded(), board.converted(), at)) {
                acts.add(new Act.Convert(g));
            }
        }
        return acts;
    }

    private void addMoves(Board board, int group, List<Act> acts) {
        long plain = masks.movable(group, board.upgraded(), board.converted(), board.owner());
        long with = masks.convertible(group, board.upgraded(), board.converted(), board.owner());
        for (long left = plain | with; left != 0; left &= left - 1) {
            int to = Long.numberOfTrailingZeros(left);
            if ((with >> to & 1) == 1) {
                acts.add(new Act.Move(group, board.owner()[group], to, true));
            }
            if ((plain >> to & 1) == 1) {
                acts.add(new Act.Move(group, board.owner()[group], to, false));
            }
        }
    }

    /// Returns what the acts cost from the start; empty when one of them is not legal where it stands, or the last does
    /// not end at the goal.
    Optional<Cost> replayed(List<Act> acts) {
        Board board = Board.start(problem);
        Cost cost = Cost.ZERO;
        for (Act act : acts) {
            if (!legal(board).contains(act)) {
                return Optional.empty();
            }
            Board next = board.after(act, masks);
            cost = cost(cost, board, act, next);
            board = next;
        }
        return finished(board) ? Optional.of(cost) : Optional.empty();
    }

    /// Returns what everything costs once the act is done; at the end of a plan, who had rather not share a node too.
    Cost cost(Cost soFar, Board before, Act act, Board after) {
        Cost sum = soFar.plus(cost(before, act, after));
        return finished(after) ? sum.endingWith(masks.neighbours.rubbing(after.owner())) : sum;
    }

    /// Returns what the act costs, counted by stage: during a change the cover without the node, during a move or
    /// conversion the worse of the boards before and after.
    Cost cost(Board before, Act act, Board after) {
        return switch (act) {
            case Act.Upgrade(var node) -> upgrade(node, before, after);
            case Act.Move(var group, _, _, var convert) ->
                outage(group, before, after, problem.moveMillis + (convert ? problem.convertMillis(group) : 0));
            case Act.Convert(var group) -> outage(group, before, after, problem.convertMillis(group));
        };
    }

    private Cost outage(int group, Board before, Board after, long millis) {
        return new Cost(problem.silenced(group), problem.criticalSilenced(group),
                millis * Math.max(before.exposed(masks), after.exposed(masks)), millis, 0);
    }

    /// A change of a node, with the outages and conversions of those that stay there. The worst state counts: out, out
    /// and changed, and after each conversion.
    private Cost upgrade(int node, Board before, Board after) {
        long millis = problem.upgradeMillis;
        int worst = exposed(before.upgraded(), before.converted(), before, node);
        Set<GroupId> offline = new TreeSet<>();
        for (int g = 0; g < masks.groups; g++) {
            if (before.owner()[g] == node && (masks.inPlace >> g & 1) == 1
                    && !problem.isDetached(g)) {
                offline.add(problem.groups.get(g).id());
            }
        }
        if (!offline.isEmpty()) {
            worst = Math.max(worst, exposed(after.upgraded(), before.converted(), before, node));
            long converted = before.converted();
            for (long left = after.converted() & ~before.converted(); left != 0; left &= left - 1) {
                int group = Long.numberOfTrailingZeros(left);
                converted |= 1L << group;
                millis += problem.convertMillis(group);
                worst = Math.max(worst, exposed(after.upgraded(), converted, before, -1));
            }
        }
        Set<GroupId> silent = Silence.of(problem.image, offline);
        long critical = silent.stream().filter(id -> problem.image.group(id).critical()).count();
        return new Cost(silent.size() + problem.givenUp(node), critical + problem.criticalGivenUp(node), millis * worst
                + (problem.soakMillis == 0 ? 0 : problem.soakMillis * after.exposed(masks)),
                millis + problem.soakMillis, 0);
    }

    private int exposed(long upgraded, long converted, Board board, int out) {
        return problem.detached + Long.bitCount(masks.uncovered(upgraded, converted, board.owner(), out));
    }
}
