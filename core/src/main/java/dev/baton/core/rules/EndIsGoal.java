package dev.baton.core.rules;

import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Detachment;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.Verdict;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec.Failback;
import dev.baton.core.plan.UpgradeSpec.ProductUpgrade;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Law 15. Groups are at their original owners too, where the upgrade asks for failback and nobody
/// else holds them.
public final class EndIsGoal implements Rule {

    @Override
    public int number() {
        return 15;
    }

    @Override
    public String name() {
        return "the end is the goal";
    }

    @Override
    public String law() {
        return "At the end every product is at its target, every group is as it was meant to be, every "
                + "format has followed, and every hold of the run is gone.";
    }

    @Override
    public Verdict judge(Trace trace, Step step, ClusterImage after) {
        return step instanceof Step.Finalize ? judgeEnd(trace) : Verdict.yes();
    }

    @Override
    public Verdict judgeEnd(Trace trace) {
        List<Reason> reasons = new ArrayList<>();
        for (GroupImage group : trace.before().groups().values()) {
            Optional<Reason> against = group(trace, group);
            if (against.isPresent()) {
                reasons.add(against.get());
            }
        }
        for (NodeImage node : trace.before().nodes().values()) {
            reasons.addAll(node(trace, node));
        }
        return Verdict.of(reasons);
    }

    private Optional<Reason> group(Trace trace, GroupImage group) {
        boolean meant = asMeant(group);
        boolean followed = Targets.followed(trace.before(), trace.spec(), group);
        boolean away = group.placement().detachment().isPresent();
        boolean back = isBack(trace, group);
        return meant && followed && !away && back ? Optional.empty()
                : Optional.of(otherwise(trace, group, meant, followed, back));
    }

    /// Whether it is where it began, if it should and may be.
    private static boolean isBack(Trace trace, GroupImage group) {
        GroupImage began = trace.start().groups().get(group.id());
        return trace.spec().failback() == Failback.NEVER || began == null || began.owner().isEmpty()
                || group.owner().equals(began.owner()) || !welcome(group, trace.before().node(began.owner().get()));
    }

    private Reason otherwise(Trace trace, GroupImage group, boolean meant, boolean followed, boolean back) {
        List<String> facts = new ArrayList<>();
        List<String> ways = new ArrayList<>();
        if (!meant) {
            facts.add("is " + group.state().word() + group.owner().map(owner -> " on " + owner).orElse("")
                    + offlineBeyond(group));
            ways.add("bring it online");
        }
        if (!followed) {
            facts.add((facts.isEmpty() ? "has " : "") + "its data still " + group.format());
            ways.addFirst("convert it");
        }
        Optional<Detachment> how = group.placement().detachment();
        if (how.isPresent()) {
            boolean away = how.get() == Detachment.DETACHED;
            facts.add(away ? "is still detached" : "has its users still silenced");
            ways.add(away ? "attach it and end the silence" : "end the silence");
        }
        if (!back) {
            facts.add("is on " + group.owner().map(NodeId::value).orElse("no node") + ", not on "
                    + trace.start().group(group.id()).owner().orElseThrow() + " where it began");
            ways.add("move it back");
        }
        return broken(group.id() + " " + String.join(", ", facts), String.join(" and ", ways));
    }

    /// Whether the group could be moved to the node, were it empty: it is a possible owner and large enough, and nobody
    /// else holds it.
    private static boolean welcome(GroupImage group, NodeImage node) {
        return node.heldAtMostBy(Projection.RUN_HOLD)
                && (group.possible().isEmpty() || group.possible().contains(node.id()))
                && node.capacity().exceededBy(Amounts.NONE, group.terms().demand()).isEmpty();
    }

    /// Whether exactly that is offline which the operator keeps offline, and the rest runs.
    private static boolean asMeant(GroupImage group) {
        if (!group.intent().online()) {
            return group.states().values().stream()
                    .allMatch(state -> state == ResourceState.OFFLINE);
        }
        SortedSet<ResourceId> offline = group.intendedOffline();
        boolean meant = group.claim().isPresent() && group.placement().offline().equals(offline);
        for (Resource resource : group.resources()) {
            meant = meant && group.stateOf(resource.id())
                    == (offline.contains(resource.id()) ? ResourceState.OFFLINE : ResourceState.ONLINE);
        }
        return meant;
    }

    private static String offlineBeyond(GroupImage group) {
        TreeSet<ResourceId> beyond = new TreeSet<>(group.placement().offline());
        beyond.removeAll(group.intendedOffline());
        return beyond.isEmpty() || beyond.size() == group.resources().size() ? ""
                : " without " + beyond.stream().map(ResourceId::value).collect(Collectors.joining(", "));
    }

    private List<Reason> node(Trace trace, NodeImage node) {
        List<Reason> reasons = new ArrayList<>();
        for (ProductUpgrade product : trace.spec().products()) {
            Optional<Version> there = node.version(product.product());
            if (Targets.concerns(trace.before(), node, product.product()) && !there.equals(Optional.of(product.to()))) {
                reasons.add(broken(node.id() + " has " + product.product() + " "
                        + there.map(Version::value).orElse("(version unknown)") + ", not " + product.to(),
                        "upgrade " + node.id()));
            }
        }
        if (node.holds().containsKey(Projection.RUN_HOLD)) {
            reasons.add(broken(node.id() + " is still held by the run", "release " + node.id()));
        }
        return reasons;
    }
}
