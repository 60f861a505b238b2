package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.SharedSet;
import dev.baton.core.model.Verdict;
import dev.baton.core.plan.Durations;
import dev.baton.core.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Law 4. What the plan says is its [Announcement]; what the operator accepts is a limit for each group, or anything
/// when none was named. On the way back every group keeps what cover it can.
public final class CoverKept implements Rule {

    @Override
    public int number() {
        return 4;
    }

    @Override
    public String name() {
        return "cover";
    }

    @Override
    public String law() {
        return "No step takes a group's last takeover target unless the plan says so, in group-minutes, "
                + "and the operator accepted that number.";
    }

    @Override
    public Verdict judge(Trace trace, Step step, ClusterImage after) {
        if (trace.undoing() || after.equals(trace.before())) {
            return Verdict.yes();
        }
        CoverWalk walk = new CoverWalk(trace.before());
        SharedSet<GroupId> before = walk.uncovered();
        walk.to(after);
        TreeSet<GroupId> loses = new TreeSet<>(walk.uncovered());
        loses.removeAll(before);
        return judge(trace, loses);
    }

    /// Returns whether the step may take these groups' last takeover targets.
    ///
    /// @param loses the groups that would have one before the step and none after it
    Verdict judge(Trace trace, SortedSet<GroupId> loses) {
        if (trace.undoing() || loses.isEmpty()) {
            return Verdict.yes();
        }
        List<Reason> reasons = new ArrayList<>();
        loses.forEach(group -> reason(trace, group).ifPresent(reasons::add));
        return Verdict.of(reasons);
    }

    private Optional<Reason> reason(Trace trace, GroupId group) {
        if (!trace.announced().says(group)) {
            return Optional.of(broken("this takes the last takeover target of " + group
                    + ", and the plan does not say so", "plan again, or bring back a node that can take " + group));
        }
        Duration planned = trace.announced().exposure().getOrDefault(group, Duration.ZERO);
        return trace.spec().acceptedExposure().filter(accepted -> planned.compareTo(accepted) > 0)
                .map(accepted -> broken(group + " would have no takeover target for " + Durations.text(planned)
                        + "; accepted are " + Durations.text(accepted),
                        "accept " + Durations.text(planned) + " (accept: no-failover), or add a node that can take "
                                + group));
    }
}
