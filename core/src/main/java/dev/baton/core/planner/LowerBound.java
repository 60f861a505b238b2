package dev.baton.core.planner;

import java.util.function.IntUnaryOperator;

/// What the rest of any plan costs at the least: every component by itself, so that the three together are a bound in
/// every order of preference. No act lowers it by more than the act costs (it is consistent).
final class LowerBound {
    private final Masks masks;
    private final Problem problem;
    private final Moves moves;
    private final int[] exposedDuring;
    private final long hosts;

    LowerBound(Moves moves) {
        this.moves = moves;
        this.masks = moves.masks;
        this.problem = masks.problem;
        this.hosts = masks.anyPlace();
        this.exposedDuring = new int[masks.nodes];
        for (int n = 0; n < masks.nodes; n++) {
            exposedDuring[n] = leastExposed(n);
        }
    }

    /// How many groups have nobody to take them while the node is out, wherever groups are then.
    private int leastExposed(int node) {
        long receivers = 0;
        int elsewhere = 0;
        for (int g = 0; g < masks.groups; g++) {
            receivers |= masks.everReceives(g);
            elsewhere += problem.owner[g] >= 0 && !stays(g, node) ? 1 : 0;
        }
        boolean full = !problem.stacking && Long.bitCount(receivers & ~(1L << node)) <= elsewhere
                && startsApart();
        int exposed = problem.detached;
        for (int g = 0; g < masks.groups; g++) {
            boolean runs = problem.online(g) && problem.owner[g] >= 0;
            boolean alone = Long.bitCount(masks.everReceives(g) & ~(1L << node)) <= (stays(g, node) ? 0 : 1);
            exposed += runs && (full || alone) ? 1 : 0;
        }
        return exposed;
    }

    /// Whether the group is on the node while the node is changed.
    private boolean stays(int group, int node) {
        return problem.owner[group] == node && (masks.inPlace >> group & 1) == 1;
    }

    /// Whether one group per node holds from the start, so that each group takes a node of its own.
    private boolean startsApart() {
        int owned = 0;
        for (int at : problem.owner) {
            owned += at >= 0 ? 1 : 0;
        }
        return Long.bitCount(Masks.occupied(problem.owner)) == owned;
    }

    /// Returns how many groups are without cover at the least while the node is changed.
    int exposedDuring(int node) {
        return exposedDuring[node];
    }

    /// Returns the least that remains from the board on.
    Cost from(Board board) {
        long outages = 0;
        long critical = 0;
        long moving = 0;
        long converting = 0;
        for (int g = 0; g < masks.groups; g++) {
            int at = board.owner()[g];
            if (at < 0) {
                continue;
            }
            boolean follows = (masks.mustConvert & ~board.converted() & 1L << g) != 0;
            converting += follows ? problem.convertMillis(g) : 0;
            if ((masks.inPlace >> g & 1) == 1) {
                boolean offline = follows || (masks.needs & ~board.upgraded() & 1L << at) != 0;
                outages += offline && problem.online(g) ? 1 : 0;
                critical += offline && problem.online(g) && problem.groups.get(g).critical() ? 1 : 0;
            } else {
                int leaves = leaves(g, at, board.upgraded());
                moving += problem.online(g) ? leaves : 0;
                outages += (long) Math.max(leaves, follows ? 1 : 0) * problem.silenced(g);
                critical += (long) Math.max(leaves, follows ? 1 : 0) * problem.criticalSilenced(g);
            }
        }
        long exposure = 0;
        long changing = 0;
        for (long left = masks.needs & ~board.upgraded(); left != 0; left &= left - 1) {
            int node = Long.numberOfTrailingZeros(left);
            outages += problem.givenUp(node);
            critical += problem.criticalGivenUp(node);
            exposure += problem.upgradeMillis * exposedDuring[node];
            changing += problem.upgradeMillis + problem.soakMillis;
        }
        long moves = moving + bounced(board, g -> problem.online(g) ? 1 : 0);
        return new Cost(outages + bounced(board, problem::silenced), critical, exposure,
                changing + converting + moves * problem.moveMillis, 0);
    }

    private int leaves(int group, int at, long upgraded) {
        boolean mustLeave = (masks.needs & ~upgraded & 1L << at) != 0;
        if (!problem.returnHome()) {
            return mustLeave ? 1 : 0;
        }
        boolean returns = at == problem.home[group] && (masks.place[group] >> at & 1) == 1;
        return mustLeave ? (returns ? 2 : 1) : (moves.away(group, at) ? 1 : 0);
    }

    /// While no changed node can host anything, the first node to be changed is emptied onto nodes that must be changed
    /// too, so its groups move once more: the smallest load counts twice.
    ///
    /// @param weight what a group counts
    private long bounced(Board board, IntUnaryOperator weight) {
        long hostsLeft = masks.needs & ~board.upgraded() & hosts;
        if (problem.returnHome() || (hosts & ~(masks.needs & ~board.upgraded())) != 0 || hostsLeft == 0) {
            return 0;
        }
        int[] load = new int[masks.nodes];
        for (int g = 0; g < masks.groups; g++) {
            if (board.owner()[g] >= 0 && (masks.inPlace >> g & 1) == 0) {
                load[board.owner()[g]] += weight.applyAsInt(g);
            }
        }
        int least = Integer.MAX_VALUE;
        for (long left = hostsLeft; left != 0; left &= left - 1) {
            least = Math.min(least, load[Long.numberOfTrailingZeros(left)]);
        }
        return least;
    }
}
