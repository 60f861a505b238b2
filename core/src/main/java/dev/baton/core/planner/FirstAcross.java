package dev.baton.core.planner;

import java.util.stream.IntStream;

/// The exposure that no plan with the fewest outages avoids where one node at most is empty and all data must be
/// converted.
///
/// Then each group moves once, onto a changed node, and is converted there; where no node is empty, those of the first
/// node that is changed move once before that, as their data is. One node is changed then. The next one must be empty,
/// so all its groups are on the one that was changed before: while they gather there and while their old node is
/// changed, no other changed node can take them over.
final class FirstAcross {
    private FirstAcross() {}

    /// Returns group-milliseconds; 0 where it is not known that any are unavoidable.
    static long exposure(Masks masks) {
        Problem problem = masks.problem;
        boolean applies = !problem.returnHome() && masks.inPlace == 0 && emptyHosts(masks) <= 1
                && IntStream.range(0, masks.nodes).noneMatch(problem::runHeld)
                && IntStream.range(0, masks.groups).allMatch(g -> crosses(problem, g));
        if (!applies) {
            return 0;
        }
        long convert = IntStream.range(0, masks.groups).mapToLong(problem::convertMillis).min().orElse(0);
        long move = problem.moveMillis + convert;
        return IntStream.range(0, masks.nodes).mapToLong(n -> running(problem, n)).filter(count -> count > 0)
                .map(count -> count * (count + 1) / 2 * move + count * problem.upgradeMillis).min().orElse(0);
    }

    /// Nodes that could ever take a group and have none that runs: what is offline has no outage when it moves.
    private static int emptyHosts(Masks masks) {
        long hosts = masks.anyPlace();
        for (int g = 0; g < masks.groups; g++) {
            hosts |= masks.everReceives(g);
        }
        long serving = 0;
        for (int n = 0; n < masks.nodes; n++) {
            serving |= running(masks.problem, n) > 0 ? 1L << n : 0;
        }
        return Long.bitCount(hosts & ~serving);
    }

    /// Whether the group is on a node that must be changed, and once it is converted only changed nodes can take it.
    private static boolean crosses(Problem problem, int group) {
        return problem.owner[group] >= 0 && problem.needs(problem.owner[group]) && problem.mustConvert(group)
                && !problem.inConversion(group) && IntStream.range(0, problem.nodes.size())
                        .noneMatch(n -> problem.needs(n) && problem.takesOver(group, true, n, false));
    }

    private static long running(Problem problem, int node) {
        return IntStream.range(0, problem.owner.length)
                .filter(g -> problem.owner[g] == node && problem.online(g)).count();
    }
}
