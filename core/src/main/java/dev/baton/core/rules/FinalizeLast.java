package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.Verdict;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec.ProductUpgrade;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Law 14. Members that are down count by what was last known of them.
public final class FinalizeLast implements Rule {

    @Override
    public int number() {
        return 14;
    }

    @Override
    public String name() {
        return "finalize last";
    }

    @Override
    public String law() {
        return "The cluster level rises only when every member, down ones included, is up-level, by an "
                + "explicit act.";
    }

    @Override
    public Verdict judge(Trace trace, Step step, ClusterImage after) {
        return step instanceof Step.Finalize ? Verdict.of(behind(trace)) : Verdict.yes();
    }

    private List<Reason> behind(Trace trace) {
        List<Reason> reasons = new ArrayList<>();
        for (ProductUpgrade product : trace.spec().products()) {
            for (NodeImage node : trace.before().nodes().values()) {
                Optional<Version> known = node.version(product.product());
                if (Targets.concerns(trace.before(), node, product.product())
                        && !known.equals(Optional.of(product.to()))) {
                    String when = node.membership() == Membership.UP ? " has " : " was last seen with ";
                    reasons.add(broken(node.id() + when + product.product() + " "
                            + known.map(Version::value).orElse("(version unknown)") + ", not " + product.to(),
                            "upgrade " + node.id() + " first, or evict it"));
                }
            }
        }
        return reasons;
    }
}
