package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.Reason;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.SharedMap;
import dev.baton.core.model.Unmanaged;
import dev.baton.core.model.Verdict;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Law 9. What is unmanaged no step touches. A group that is offline as a whole may have online for a while what its
/// conversion needs, and is offline again at the end (law 15); a resource that is offline by name stays so throughout.
public final class IntentKept implements Rule {

    @Override
    public int number() {
        return 9;
    }

    @Override
    public String name() {
        return "intent is kept";
    }

    @Override
    public String law() {
        return "What an operator set offline or held stays so; a run releases only its own holds.";
    }

    @Override
    public Verdict judge(Trace trace, Step step, ClusterImage after) {
        List<Reason> reasons = new ArrayList<>();
        if (step instanceof Step.OnGroup on) {
            Optional<Unmanaged> observed = trace.before().group(on.group()).placement().unmanaged();
            if (observed.isPresent()) {
                reasons.add(observed.get().refusal(on.group(), "; no run touches it"));
            }
        }
        if (step instanceof Step.BringOnline(var id, var resources)) {
            started(trace.before(), trace.before().group(id), resources).ifPresent(reasons::add);
        }
        if (step instanceof Step.Move(_, _, var to) && trace.before().node(to).held()) {
            NodeImage node = trace.before().node(to);
            node.holds().values().stream().filter(hold -> !node.closed() && hold.strength() == Hold.Strength.PAUSED)
                    .map(hold -> new PlacementReason.Held(to, hold)).findFirst().ifPresent(reasons::add);
        }
        List<NodeId> nodes = SharedMap.differences(trace.before().nodes(), after.nodes());
        if (!nodes.isEmpty()) {
            holds(trace.before(), after, nodes, reasons);
        }
        List<GroupId> groups = SharedMap.differences(trace.before().groups(), after.groups());
        if (!groups.isEmpty()) {
            intents(trace.before(), after, groups, reasons);
        }
        return Verdict.of(reasons);
    }

    private void holds(ClusterImage before, ClusterImage after, List<NodeId> nodes, List<Reason> reasons) {
        for (NodeId id : nodes) {
            NodeImage was = before.nodes().get(id);
            NodeImage is = after.nodes().get(id);
            if (was != null && is != null && !was.holds().equals(is.holds()) && !foreign(was).equals(foreign(is))) {
                reasons.add(broken("holds on " + id + " that the run did not make would change",
                        "ask their owner to release them"));
            }
        }
    }

    private void intents(ClusterImage before, ClusterImage after, List<GroupId> groups, List<Reason> reasons) {
        for (int i = 0; i < groups.size(); i++) {
            GroupId id = groups.get(i);
            GroupImage was = before.groups().get(id);
            GroupImage is = after.groups().get(id);
            if (was != null && is != null && !was.intent().equals(is.intent())) {
                reasons.add(broken("what the operator wants of " + id + " would change",
                        "change it by hand: baton group online|offline " + id));
            }
        }
    }

    private Optional<Reason> started(ClusterImage image, GroupImage group, SortedSet<ResourceId> resources) {
        TreeSet<ResourceId> against = new TreeSet<>();
        resources.forEach(resource -> against.addAll(group.withNeeds(resource)));
        against.retainAll(kept(image, group));
        return against.isEmpty() ? Optional.empty() : Optional.of(broken("the operator keeps "
                + against.stream().map(ResourceId::value).collect(Collectors.joining(", ")) + " of " + group.id()
                + " offline", "baton resource online " + group.id() + " " + against.first()));
    }

    /// Returns what of the group no step may bring online: resources that the operator named, with their dependants; of
    /// a group that is offline as a whole all but what its conversion needs.
    public static SortedSet<ResourceId> kept(ClusterImage image, GroupImage group) {
        TreeSet<ResourceId> kept = new TreeSet<>();
        if (!group.intent().online()) {
            kept.addAll(group.resourceIds());
            image.kindOf(group).convert().ifPresent(convert ->
                    convert.online().forEach(needed -> kept.removeAll(group.withNeeds(needed))));
        }
        kept.addAll(group.withDependants(group.intent().offlineResources()));
        return kept;
    }

    private static SortedMap<HoldId, Hold> foreign(NodeImage node) {
        TreeMap<HoldId, Hold> others = new TreeMap<>(node.holds());
        others.remove(Projection.RUN_HOLD);
        return others;
    }
}
