package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.Verdict;
import dev.baton.core.plan.Step;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/// Law 7. Out of service are machines for groups that are not up, that are closed by whomever, or that are in the
/// middle of a change; a failure uses up the budget as an upgrade does. Conversions go one at a time too.
public final class OneAtATime implements Rule {

    @Override
    public int number() {
        return 7;
    }

    @Override
    public String name() {
        return "one at a time";
    }

    @Override
    public String law() {
        return "Never more nodes out of service than allowed; one failure budget for the whole run.";
    }

    @Override
    public Verdict judge(Trace trace, Step step, ClusterImage after) {
        return Verdict.of(switch (step) {
            case Step.Hold(var node) -> out(trace, node);
            case Step.Install(var node, _, _, _) -> out(trace, node);
            case Step.Restart(var node, _, _) -> out(trace, node);
            case Step.Convert(var group, _, _) -> Conversion.another(trace.before(), trace.before().group(group));
            case Step.Release _, Step.Prepare _, Step.Rejoin _, Step.SelfTest _, Step.ProbeGroup _,
                    Step.HandOverLeadership _, Step.TakeOffline _, Step.BringOnline _, Step.Move _, Step.Backup _,
                    Step.Quiesce _, Step.Unquiesce _, Step.Detach _, Step.Attach _, Step.Check _, Step.Fingerprint _,
                    Step.Wait _, Step.StopPoint _, Step.Finalize _ -> List.<Reason>of();
        });
    }

    private List<Reason> out(Trace trace, NodeId node) {
        if (trace.before().node(node).witness()) {
            return List.of();
        }
        SortedSet<NodeId> out = trace.outOfService();
        out.remove(node);
        int allowed = trace.announced().mayBeOut();
        return out.size() < allowed ? List.of() : List.of(broken(names(out) + (out.size() == 1 ? " is" : " are")
                + " out of service already; " + allowed + (allowed == 1 ? " node" : " nodes") + " may be, and " + node
                + " would be one more", "wait until " + names(out) + (out.size() == 1 ? " is" : " are") + " back"));
    }

    private static String names(SortedSet<NodeId> nodes) {
        return nodes.stream().map(NodeId::value).collect(Collectors.joining(", "));
    }
}
