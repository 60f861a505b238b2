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
        return Verdict.of(switch (step) {
            case Step.Move(var group, var from, var to) -> move(trace.before().group(group), from, to);
            case Step.Convert(var group, _, _) -> {
                List<Reason> reasons = new ArrayList<>(onOwner(trace.before(), group));
                reasons.addAll(Conversion.notOffline(trace.before(), trace.before().group(group)));
                yield reasons;
            }
            case Step.Backup(var group) -> onOwner(trace.before(), group);
            case Step.BringOnline(var group, _) -> outside(trace.before().group(group));
            case Step.Detach(var group) -> {
                List<Reason> reasons = new ArrayList<>(onOwner(trace.before(), group));
                reasons.addAll(notDown(trace.before().group(group)));
                yield reasons;
            }
            case Step.Attach(var group) -> onOwner(trace.before(), group, true);
            case Step.Check(var group) -> onOwner(trace.before(), group);
            case Step.Fingerprint(var group, _) -> onOwner(trace.before(), group);
            case Step.Hold _, Step.Release _, Step.Prepare _, Step.Install _, Step.Restart _, Step.Rejoin _,
                    Step.SelfTest _, Step.ProbeGroup _, Step.HandOverLeadership _, Step.TakeOffline _,
                    Step.Quiesce _, Step.Unquiesce _, Step.Wait _, Step.StopPoint _,
                    Step.Finalize _ -> List.<Reason>of();
        });
    }

    private List<Reason> move(GroupImage group, NodeId from, NodeId to) {
        List<Reason> reasons = new ArrayList<>(stuck(group));
        reasons.addAll(outside(group));
        if (!group.owner().equals(Optional.of(from))) {
            reasons.add(broken(group.id() + " is on " + group.owner().map(NodeId::value).orElse("no node") + ", not on "
                    + from, "plan again: baton plan"));
        }
        if (from.equals(to)) {
            reasons.add(broken(group.id() + " is on " + to + " already", "name another node"));
        }
        return reasons;
    }

    /// What is outside the cluster may run there: nothing of it is started, moved or worked on inside.
    private List<Reason> outside(GroupImage group) {
        return group.placement().detached() ? List.of(broken(group.id() + " is detached, so it may run outside the"
                + " cluster", "attach " + group.id() + " first")) : List.of();
    }

    private List<Reason> notDown(GroupImage group) {
        return group.resourceIds().stream().filter(resource -> !group.placement().offline().contains(resource)
                || group.stateOf(resource) != ResourceState.OFFLINE).findFirst().<List<Reason>>map(resource ->
                        List.of(broken(resource + " of " + group.id() + " is not offline", "take all of " + group.id()
                                + " offline before it is detached"))).orElse(List.of());
    }

    private List<Reason> onOwner(ClusterImage image, GroupId id) {
        return onOwner(image, id, false);
    }

    private List<Reason> onOwner(ClusterImage image, GroupId id, boolean mayBeOutside) {
        GroupImage group = image.group(id);
        List<Reason> reasons = new ArrayList<>(stuck(group));
        reasons.addAll(mayBeOutside ? List.of() : outside(group));
        if (group.owner().map(owner -> !image.node(owner).up()).orElse(true)) {
            reasons.add(broken(id + " has no owner that is up, so nobody may work on its data",
                    "bring " + id + " to a node first"));
        }
        return reasons;
    }

    private List<Reason> stuck(GroupImage group) {
        if (group.claim().isEmpty() || group.claim().get().stuck().isEmpty()) {
            return List.of();
        }
        return group.claim().flatMap(Claim::stuck).<List<Reason>>map(why -> List.of(broken(group.id()
                + " could not be stopped on " + group.owner().map(NodeId::value).orElse("its owner") + ": " + why,
                "fence that node, or confirm that it is dead: baton node confirm-dead"))).orElse(List.of());
    }
}
