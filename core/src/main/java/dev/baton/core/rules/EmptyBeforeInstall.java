package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.StepReason;
import dev.baton.core.model.Verdict;
import dev.baton.core.plan.Step;
import java.util.ArrayList;
import java.util.List;

/// Law 3. A group of a kind that declares `in-place-offline` may stay, offline as a whole, while its node is changed;
/// so may one that is detached: its claim keeps others away, and what runs of it is no business of the cluster. Where
/// only the daemon restarts and no group needs what is changed, what runs there goes on.
public final class EmptyBeforeInstall implements Rule {

    @Override
    public int number() {
        return 3;
    }

    @Override
    public String name() {
        return "empty before install";
    }

    @Override
    public String law() {
        return "Nothing is active on a node that is being changed, and nothing can become so: the node "
                + "is closed and no claim names it.";
    }

    @Override
    public Verdict judge(Trace trace, Step step, ClusterImage after) {
        ClusterImage before = trace.before();
        return Verdict.of(switch (step) {
            case Step.Install(var node, _, _, _) -> untouchable(trace, before.node(node));
            case Step.Restart(var node, _, _) -> untouchable(trace, before.node(node));
            case Step.Release(var node) -> tested(trace, node);
            case Step.Move(_, _, var to) -> closed(before.node(to), "come to it");
            case Step.BringOnline(var group, _) -> before.group(group).owner().map(before::node)
                    .map(owner -> closed(owner, "start there")).orElse(List.of());
            case Step.Hold _, Step.Prepare _, Step.Rejoin _, Step.SelfTest _, Step.ProbeGroup _,
                    Step.HandOverLeadership _, Step.TakeOffline _, Step.Backup _, Step.Convert _, Step.Quiesce _,
                    Step.Unquiesce _, Step.Detach _, Step.Attach _, Step.Check _, Step.Fingerprint _, Step.Wait _,
                    Step.StopPoint _, Step.Finalize _ -> List.<Reason>of();
        });
    }

    private static List<Reason> untouchable(Trace trace, NodeImage node) {
        List<Reason> reasons = new ArrayList<>();
        List<GroupId> there = trace.before().boundTo(node.id()).stream()
                .filter(group -> !InPlace.mayStay(trace.spec(), trace.before(), group)).map(GroupImage::id).toList();
        if (!there.isEmpty()) {
            reasons.add(new StepReason.NotEmpty(node.id(), there));
        }
        if (!node.closed()) {
            reasons.add(new StepReason.NotClosed(node.id()));
        }
        return reasons;
    }

    private List<Reason> tested(Trace trace, NodeId node) {
        return trace.progress(node).due().<List<Reason>>map(due -> List.of(broken(node + " " + due,
                "let it restart, rejoin and pass its self-test before it is released"))).orElse(List.of());
    }

    private List<Reason> closed(NodeImage node, String what) {
        return node.closed() ? List.of(broken(node.id() + " is closed, so nothing may " + what,
                "wait until " + node.id() + " is released")) : List.of();
    }
}
