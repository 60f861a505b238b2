package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.StepReason;
import dev.baton.core.model.Verdict;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec.ProductUpgrade;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Law 6. On the way back the version must be the one that the node had when the run began.
public final class SourceLevel implements Rule {

    @Override
    public int number() {
        return 6;
    }

    @Override
    public String name() {
        return "source level";
    }

    @Override
    public String law() {
        return "A node is upgraded only from a version inside the spec's range; otherwise the refusal "
                + "names the hop.";
    }

    @Override
    public Verdict judge(Trace trace, Step step, ClusterImage after) {
        return step instanceof Step.Install install ? Verdict.of(install(trace, install)) : Verdict.yes();
    }

    private List<Reason> install(Trace trace, Step.Install step) {
        NodeImage node = trace.before().node(step.node());
        Optional<ProductUpgrade> wanted = trace.spec().product(step.product());
        if (wanted.isEmpty()) {
            return List.of(broken("upgrade " + trace.spec().name() + " does not name " + step.product(),
                    "add " + step.product() + " to the upgrade"));
        }
        Optional<Version> present = node.version(step.product());
        List<Reason> reasons = new ArrayList<>();
        if (!present.equals(Optional.of(step.from()))) {
            reasons.add(broken(step.node() + " has " + step.product() + " " + text(present) + "; the step expects "
                    + step.from(), "plan again: baton plan"));
        }
        reasons.addAll(trace.undoing() ? back(trace, step) : forward(step.node(), present, wanted.get(), step.to()));
        return reasons;
    }

    private List<Reason> forward(NodeId node, Optional<Version> present, ProductUpgrade wanted, Version to) {
        List<Reason> reasons = new ArrayList<>();
        if (!present.map(wanted.from()::contains).orElse(false)) {
            reasons.add(new StepReason.BelowSource(node, wanted.product(), text(present), wanted.from()));
        }
        if (!to.equals(wanted.to())) {
            reasons.add(broken("the step installs " + wanted.product() + " " + to + "; the upgrade goes to "
                    + wanted.to(), "plan again: baton plan"));
        }
        return reasons;
    }

    private List<Reason> back(Trace trace, Step.Install step) {
        Optional<Version> first = trace.start().node(step.node()).version(step.product());
        return first.equals(Optional.of(step.to())) ? List.of() : List.of(broken(step.node() + " had " + step.product()
                + " " + text(first) + " when the run began, not " + step.to(), "go back to " + text(first)));
    }

    private static String text(Optional<Version> version) {
        return version.map(Version::value).orElse("(version unknown)");
    }
}
