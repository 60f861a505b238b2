package dev.baton.core.planner;

import java.util.stream.IntStream;

/// The exposure that no plan with the fewest outages avoids where one node only is empty and all data must be converted.
///
/// Then each group has one outage, so it moves once, onto a changed node, and is converted there. The first node with
/// groups that is changed must be empty, so all its groups are on the one node that was changed before: while they
/// gather there and while their old node is changed, no other changed node can take them over.
final class FirstAcross {
    private FirstAcross() {}

    /// Returns group-milliseconds; 0 where it is not known that any are unavoidable.
    static long exposure(Masks masks) {
        Problem problem = masks.problem;
        boolean applies = !problem.returnHome() && masks.inPlace == 0 && emptyHosts(masks) == 1
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

    /// Nodes that could ever take a group and have none.
    private static int emptyHosts(Masks masks) {
        long hosts = masks.anyPlace();
        for (int g = 0; g < masks.groups; g++) {
            hosts |= masks.everReceives(g);
        }
        return Long.bitCount(hosts & ~Masks.occupied(masks.problem.owner));
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
