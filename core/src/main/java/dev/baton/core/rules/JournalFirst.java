package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.Reason;
import dev.baton.core.model.Verdict;
import dev.baton.core.plan.Step;
import java.util.List;
import java.util.Optional;

/// Law 13 as far as images show it: a one-way step whose outcome is there already is not done again, and nothing is
/// done after the end. That entries are durable before effects is the journal's part, which its own tests show.
public final class JournalFirst implements Rule {

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
            return refuse(node + " has " + product + " " + to + " already", "leave the step out");
        }
        if (step instanceof Step.Convert(var group, _, var to)
                && before.group(group).format().equals(new Format.At(to))) {
            return refuse("the data of " + group + " is at " + to + " already", "leave the step out");
        }
        return Verdict.yes();
    }

    private Verdict refuse(String facts, String wayOut) {
        List<Reason> reasons = List.of(broken(facts, wayOut));
        return Verdict.of(reasons);
    }
}
