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

    /// Returns what speaks against raising the cluster level to this one: members that do not speak it, by what was
    /// last known of them. A node that was never seen may be old; one that was evicted is no member.
    public List<Reason> against(ClusterImage image, int level) {
        List<Reason> reasons = new ArrayList<>();
        for (NodeImage node : image.nodes().values()) {
            if (node.membership() == Membership.ABSENT) {
                reasons.add(broken(node.id() + " was never seen: what it speaks is not known",
                        "start batond on " + node.id() + ", or take it out of cluster.yaml"));
            } else if (!node.facts().levels().speaks(level)) {
                boolean up = node.membership() == Membership.UP;
                reasons.add(broken(node.id() + (up ? " speaks" : " is down and was last seen speaking") + " levels "
                        + node.facts().levels() + ", not " + level, "upgrade Baton on " + node.id()
                        + (up ? "" : " and let it join once") + ", or evict it: baton node evict " + node.id()));
            }
        }
        return reasons;
    }

    /// Returns the highest level that every member speaks, by what was last known of them; the cluster's own when
    /// nothing is known of one, or when there is none.
    public static int clusterHighest(ClusterImage image) {
        return image.nodes().values().stream().mapToInt(node -> node.membership() == Membership.ABSENT ? image.level()
                : node.facts().levels().highest()).min().orElse(image.level());
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
