package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.Verdict;
import dev.baton.core.plan.Step;
import java.util.ArrayList;
import java.util.List;

/// Law 12. Where several nodes may be out together, those that are held closed together are one wave: the next node is
/// the first one after them (law 7 counts them). Carrying is the first planned move to the node, or the built-in group
/// without clients.
public final class ProvenBeforeNext implements Rule {

    @Override
    public int number() {
        return 12;
    }

    @Override
    public String name() {
        return "proven before next";
    }

    @Override
    public String law() {
        return "The next node does not start before the last one rejoined, passed its self-test and "
                + "carried a group.";
    }

    @Override
    public Verdict judge(Trace trace, Step step, ClusterImage after) {
        return Verdict.of(switch (step) {
            case Step.Hold(var node) -> others(trace, node);
            case Step.Install(var node, _, _, _) -> others(trace, node);
            case Step.Restart(var node, _, _) -> others(trace, node);
            case Step.Release _, Step.Prepare _, Step.Rejoin _, Step.SelfTest _, Step.ProbeGroup _,
                    Step.HandOverLeadership _, Step.TakeOffline _, Step.BringOnline _, Step.Move _, Step.Backup _,
                    Step.Convert _, Step.Quiesce _, Step.Unquiesce _, Step.Detach _, Step.Attach _, Step.Check _,
                    Step.Fingerprint _, Step.Wait _, Step.StopPoint _, Step.Finalize _ -> List.<Reason>of();
        });
    }

    private List<Reason> others(Trace trace, NodeId next) {
        List<Reason> reasons = new ArrayList<>();
        for (NodeId node : trace.unsettled()) {
            NodeProgress progress = trace.progress(node);
            boolean unproven = progress.changed()
                    && (progress.changing() || !trace.before().node(node).witness());
            boolean inOneWave = trace.announced().mayBeOut() > 1 && trace.before().node(node).closed();
            if (!node.equals(next) && unproven && !inOneWave) {
                reasons.add(broken(node + " " + progress.due().orElse("has not carried a group since it was changed"),
                        "let " + node + " rejoin, pass its self-test and carry a group before " + next + " starts"));
            }
        }
        return reasons;
    }

    @Override
    public Verdict judgeEnd(Trace trace) {
        List<Reason> reasons = new ArrayList<>();
        trace.nodes().forEach((node, progress) -> progress.due().ifPresent(due ->
                reasons.add(broken(node + " " + due, "let " + node + " restart, rejoin and pass its self-test"))));
        return Verdict.of(reasons);
    }
}
