package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Detachment;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.Verdict;
import dev.baton.core.plan.Step;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Law 13 as far as images show it: a one-way step whose outcome is there already is not done again, and nothing is
/// done after the end. That entries are durable before effects is the journal's part, which its own tests show.
public final class JournalFirst implements Rule {

    private static final Optional<Detachment> QUIET = Optional.of(Detachment.QUIET);
    private static final Optional<Detachment> DETACHED = Optional.of(Detachment.DETACHED);

    @Override
    public int number() {
        return 13;
    }

    @Override
    public String name() {
        return "journal first";
    }

    @Override
    public String law() {
        return "What will be done is durable before it is done; a passed step never runs twice.";
    }

    @Override
    public Verdict judge(Trace trace, Step step, ClusterImage after) {
        if (trace.finalized()) {
            return refuse("the run was finalized", "plan a new upgrade");
        }
        ClusterImage before = trace.before();
        if (step instanceof Step.Install(var node, var product, _, var to)
                && before.node(node).version(product).equals(Optional.of(to))) {
            return refuseAgain(node + " has " + product + " " + to);
        }
        if (step instanceof Step.Convert(var group, _, var to)
                && before.group(group).format().equals(new Format.At(to))) {
            return refuseAgain("the data of " + group + " is at " + to);
        }
        return onTheWay(before, step);
    }

    /// The way out of the cluster's control is gone step by step, and back the same way: users fall silent first.
    private Verdict onTheWay(ClusterImage before, Step step) {
        return switch (step) {
            case Step.Quiesce(var group) -> expects(before, group, Optional.empty(), step);
            case Step.Unquiesce(var group) -> expects(before, group, QUIET, step);
            case Step.Detach(var group) -> expects(before, group, QUIET, step);
            case Step.Attach(var group) -> expects(before, group, DETACHED, step);
            case Step.Check _, Step.Fingerprint _, Step.Hold _, Step.Release _, Step.Prepare _, Step.Install _,
                    Step.Restart _, Step.Rejoin _, Step.SelfTest _, Step.ProbeGroup _, Step.HandOverLeadership _,
                    Step.TakeOffline _, Step.BringOnline _, Step.Move _, Step.Backup _, Step.Convert _, Step.Wait _,
                    Step.StopPoint _, Step.Finalize _ -> Verdict.yes();
        };
    }

    private Verdict expects(ClusterImage before, GroupId group, Optional<Detachment> wanted, Step step) {
        Optional<Detachment> is = before.group(group).placement().detachment();
        return is.equals(wanted) ? Verdict.yes() : refuse(group + " is " + word(is) + "; to " + step.describe()
                + " it must be " + word(wanted), "silence who uses it, detach it, attach it, end the silence: in this"
                + " order");
    }

    private static String word(Optional<Detachment> detachment) {
        return detachment.map(how -> how.name().toLowerCase(Locale.ROOT)).orElse("in use");
    }

    private Verdict refuseAgain(String what) {
        return refuse(what + " already", "leave the step out");
    }

    private Verdict refuse(String facts, String wayOut) {
        List<Reason> reasons = List.of(broken(facts, wayOut));
        return Verdict.of(reasons);
    }
}
