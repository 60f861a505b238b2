package dev.baton.simulator.rehearsal;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.simulator.world.Workshop.Failing;
import java.util.Optional;

/// Which command a step has that can fail.
final class Actions {

    private Actions() {}

    /// Returns the failure of the command; empty where a step has none, or the upgrade does not say it.
    static Optional<Failing> of(Step step, UpgradeSpec spec, boolean lasts) {
        return switch (step) {
            case Step.Prepare(var node, var product, _, _) -> product(spec, product)
                    .flatMap(UpgradeSpec.ProductUpgrade::prepare).map(_ -> on(node, "prepare", lasts));
            case Step.Install(var node, _, _, _) -> Optional.of(on(node, "install", lasts));
            case Step.SelfTest(var node, var product, _) -> product(spec, product)
                    .flatMap(UpgradeSpec.ProductUpgrade::selfTest).map(_ -> on(node, "selftest", lasts));
            case Step.Move(var group, _, _) -> Optional.of(of(group, "run", lasts));
            case Step.BringOnline(var group, _) -> Optional.of(of(group, "run", lasts));
            case Step.Backup(var group) -> Optional.of(of(group, "backup", lasts));
            case Step.Convert(var group, _, _) -> Optional.of(of(group, "convert", lasts));
            case Step.Quiesce(var group) -> Optional.of(of(group, "silence", lasts));
            case Step.Unquiesce(var group) -> Optional.of(of(group, "letgo", lasts));
            case Step.Detach(var group) -> Optional.of(of(group, "alone", lasts));
            case Step.Attach(var group) -> Optional.of(of(group, "again", lasts));
            case Step.Check(var group) -> Optional.of(of(group, "serves", lasts));
            case Step.Fingerprint(var group, _) -> Optional.of(of(group, "fingerprint", lasts));
            case Step.ProbeGroup _, Step.Hold _, Step.Release _, Step.Restart _, Step.Rejoin _,
                    Step.HandOverLeadership _, Step.TakeOffline _, Step.Wait _, Step.StopPoint _,
                    Step.Finalize _ -> Optional.empty();
        };
    }

    /// Returns what people call it.
    static String word(Step step) {
        return switch (step) {
            case Step.Move(var group, _, _) -> "start of " + group;
            case Step.BringOnline(var group, _) -> "start of " + group;
            case Step.Backup(var group) -> "backup of " + group;
            case Step.Convert(var group, _, _) -> "conversion of " + group;
            case Step.OnNode onNode -> onNode.kindWord() + " on " + onNode.node();
            case Step.OnGroup onGroup -> onGroup.kindWord() + " of " + onGroup.group();
            case Step.Wait _, Step.StopPoint _, Step.Finalize _ -> step.kindWord();
        };
    }

    private static Optional<UpgradeSpec.ProductUpgrade> product(UpgradeSpec spec, ProductId product) {
        return spec.product(product);
    }

    private static Failing on(NodeId node, String word, boolean lasts) {
        return new Failing(word, node.value(), lasts);
    }

    private static Failing of(GroupId group, String word, boolean lasts) {
        return new Failing(word, group.value(), lasts);
    }
}
