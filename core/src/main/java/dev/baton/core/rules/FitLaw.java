package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.SharedMap;
import dev.baton.core.model.Verdict;
import dev.baton.core.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Law 2. A group whose placement keeps offline what opens its data may be partly online anywhere; failover never goes
/// to a node that cannot open the data ([Candidates]).
public final class FitLaw implements Rule {

    @Override
    public int number() {
        return 2;
    }

    @Override
    public String name() {
        return "fit";
    }

    @Override
    public String law() {
        return "A group starts only where the product version can open its format, in automatic failover "
                + "too.";
    }

    @Override
    public Verdict judge(Trace trace, Step step, ClusterImage after) {
        List<GroupId> groups = SharedMap.differences(trace.before().groups(), after.groups());
        List<NodeId> nodes = SharedMap.differences(trace.before().nodes(), after.nodes());
        List<Reason> reasons = new ArrayList<>();
        if (nodes.isEmpty() && groups.size() == 1) {
            // As most steps have it.
            unfit(after, groups.getFirst(), reasons);
        } else if (!nodes.isEmpty() || !groups.isEmpty()) {
            TreeSet<GroupId> changed = new TreeSet<>(groups);
            for (NodeId node : nodes) {
                for (GroupImage group : after.ownedBy(node)) {
                    changed.add(group.id());
                }
            }
            for (GroupId id : changed) {
                unfit(after, id, reasons);
            }
        }
        if (step instanceof Step.Convert(var id, _, var to)) {
            GroupImage group = trace.before().group(id);
            reasons.addAll(Conversion.readiness(trace.before(), group, Optional.of(to)));
            reasons.addAll(Conversion.notOnline(trace.before(), group));
        }
        return Verdict.of(reasons);
    }

    private static void unfit(ClusterImage after, GroupId id, List<Reason> reasons) {
        GroupImage group = after.groups().get(id);
        if (group != null && group.claim().isPresent()) {
            NodeImage owner = after.node(group.claim().get().node());
            if (!after.fits(group, owner) && !Fit.untouched(after, group)) {
                Fit.against(after, group, owner).ifPresent(reasons::add);
            }
        }
    }
}
