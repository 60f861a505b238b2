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
import java.util.Collection;
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
        List<Reason> reasons = new ArrayList<>();
        for (GroupId id : changed(trace.before(), after)) {
            GroupImage group = after.group(id);
            NodeImage owner = group.claim().isEmpty() ? null : after.node(group.claim().get().node());
            if (owner != null && !after.fits(group, owner) && !Fit.untouched(after, group)) {
                Fit.against(after, group, owner).ifPresent(reasons::add);
            }
        }
        if (step instanceof Step.Convert(var id, _, var to)) {
            GroupImage group = trace.before().group(id);
            reasons.addAll(Conversion.readiness(trace.before(), group, Optional.of(to)));
            reasons.addAll(Conversion.notOnline(trace.before(), group));
        }
        return Verdict.of(reasons);
    }

    /// The groups that are not as they were, or whose owner is not.
    private static Collection<GroupId> changed(ClusterImage before, ClusterImage after) {
        List<GroupId> groups = SharedMap.differences(before.groups(), after.groups());
        List<NodeId> nodes = SharedMap.differences(before.nodes(), after.nodes());
        if (groups.isEmpty() && nodes.isEmpty()) {
            return groups;
        }
        if (nodes.isEmpty() && groups.size() == 1 && after.groups().containsKey(groups.getFirst())) {
            return groups;
        }
        TreeSet<GroupId> changed = new TreeSet<>();
        for (GroupId group : groups) {
            if (after.groups().containsKey(group)) {
                changed.add(group);
            }
        }
        for (NodeId node : nodes) {
            after.ownedBy(node).forEach(group -> changed.add(group.id()));
        }
        return changed;
    }
}
