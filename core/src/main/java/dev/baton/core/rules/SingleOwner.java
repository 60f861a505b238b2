package dev.baton.core.rules;

import dev.baton.core.model.Claim;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.Verdict;
import dev.baton.core.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Law 1 as far as a step can break it: what is moved is moved from where it is, a group that could not be stopped
/// stays where it is, and nothing works on the data beside a conversion. That no crash, freeze or partition makes two
/// owners is the protocol's part (heartbeat, lease, claim, guard), which its own tests show.
public final class SingleOwner implements Rule {

    @Override
    public int number() {
        return 1;
    }

    @Override
    public String name() {
        return "single owner";
    }

    @Override
    public String law() {
        return "A group is never active on two nodes.";
    }

    @Override
    public Verdict judge(Trace trace, Step step, ClusterImage after) {
        ClusterImage before = trace.before();
        List<Reason> reasons = new ArrayList<>();
        switch (step) {
            case Step.Move(var group, var from, var to) -> move(before.group(group), from, to, reasons);
            case Step.Convert(var group, _, _) -> {
                onOwner(before, group, reasons);
                reasons.addAll(Conversion.notOffline(before, before.group(group)));
            }
            case Step.Backup(var group) -> onOwner(before, group, reasons);
            case Step.BringOnline(var group, _) -> outside(before.group(group), reasons);
            case Step.Detach(var group) -> {
                onOwner(before, group, reasons);
                notDown(before.group(group)).ifPresent(reasons::add);
            }
            case Step.Attach(var group) -> {
                stuck(before.group(group), reasons);
                ownerIsUp(before, before.group(group), reasons);
            }
            case Step.Check(var group) -> onOwner(before, group, reasons);
            case Step.Fingerprint(var group, _) -> onOwner(before, group, reasons);
            case Step.Hold _, Step.Release _, Step.Prepare _, Step.Install _, Step.Restart _, Step.Rejoin _,
                    Step.SelfTest _, Step.ProbeGroup _, Step.HandOverLeadership _, Step.TakeOffline _,
                    Step.Quiesce _, Step.Unquiesce _, Step.Wait _, Step.StopPoint _, Step.Finalize _ -> { }
        }
        return Verdict.of(reasons);
    }

    private void move(GroupImage group, NodeId from, NodeId to, List<Reason> reasons) {
        stuck(group, reasons);
        outside(group, reasons);
        if (!group.isOwnedBy(from)) {
            reasons.add(broken(group.id() + " is on " + group.owner().map(NodeId::value).orElse("no node") + ", not on "
                    + from, "plan again: baton plan"));
        }
        if (from.equals(to)) {
            reasons.add(broken(group.id() + " is on " + to + " already", "name another node"));
        }
    }

    /// What is outside the cluster may run there: nothing of it is started, moved or worked on inside.
    private void outside(GroupImage group, List<Reason> reasons) {
        if (group.placement().detached()) {
            reasons.add(broken(group.id() + " is detached, so it may run outside the cluster",
                    "attach " + group.id() + " first"));
        }
    }

    private Optional<Reason> notDown(GroupImage group) {
        return group.resourceIds().stream().filter(resource -> !group.placement().offline().contains(resource)
                || group.stateOf(resource) != ResourceState.OFFLINE).findFirst().map(resource ->
                        broken(resource + " of " + group.id() + " is not offline", "take all of " + group.id()
                                + " offline before it is detached"));
    }

    private void onOwner(ClusterImage image, GroupId id, List<Reason> reasons) {
        GroupImage group = image.group(id);
        stuck(group, reasons);
        outside(group, reasons);
        ownerIsUp(image, group, reasons);
    }

    private void ownerIsUp(ClusterImage image, GroupImage group, List<Reason> reasons) {
        if (group.owner().map(owner -> !image.node(owner).up()).orElse(true)) {
            reasons.add(broken(group.id() + " has no owner that is up, so nobody may work on its data",
                    "bring " + group.id() + " to a node first"));
        }
    }

    private void stuck(GroupImage group, List<Reason> reasons) {
        if (group.claim().isPresent() && group.claim().get().stuck().isPresent()) {
            Claim held = group.claim().get();
            reasons.add(broken(group.id() + " could not be stopped on " + held.node() + ": " + held.stuck().get(),
                    "fence that node, or confirm that it is dead: baton node confirm-dead"));
        }
    }
}
