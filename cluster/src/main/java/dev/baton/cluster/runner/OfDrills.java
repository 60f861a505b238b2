package dev.baton.cluster.runner;

import dev.baton.core.journal.Entry;
import dev.baton.core.model.GroupId;
import dev.baton.core.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is different about a run that is a drill: it is out to find what does not work, so that nobody has to decide
/// what comes next. A step that failed for good, or a cluster that has left the plan, ends it: it turns back by itself,
/// and each group that is not where it began goes there, straight.
final class OfDrills {

    private OfDrills() {}

    /// Returns the entry that turns a drill back; empty for other runs, and where it was turned back already.
    ///
    /// @param why what ended it, as a sentence without a full stop
    static Optional<Next> home(Situation now, String why) {
        return now.plan().spec().drills() && now.state().rollback().isEmpty()
                ? Optional.of(new Next.Write(List.of(new Entry.RollbackAsked(now.now(), "the drill (" + why + ")"))))
                : Optional.empty();
    }

    /// Returns the way home, proved. It is taken without a question where it costs no group more outages than the
    /// drill, which was agreed to, still had for it; and only once: where it led nowhere, a person is asked.
    static NextPlan wayHome(Situation now, Plan plan) {
        NextPlan way = NextPlan.proved(now, plan, Optional.empty());
        return now.plans().size() > 1 || !agreedTo(now, plan) ? Rollback.asking(way) : switch (way) {
            case NextPlan.Found(var home, _) -> new NextPlan.Found(home, List.of());
            case NextPlan.None none -> none;
        };
    }

    private static boolean agreedTo(Situation now, Plan home) {
        Map<GroupId, Integer> left = Acceptance.left(now);
        Map<GroupId, Integer> costs = new TreeMap<>();
        home.stages().forEach(stage -> stage.outages().forEach(group -> costs.merge(group, 1, Integer::sum)));
        return costs.entrySet().stream().allMatch(cost -> cost.getValue() <= left.getOrDefault(cost.getKey(), 0));
    }
}
