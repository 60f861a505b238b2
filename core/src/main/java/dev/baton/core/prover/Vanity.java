package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.StepReason;
import dev.baton.core.model.Version;
import dev.baton.core.plan.MajorityLoss;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.Rulebook;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// Steps that no law forbids, and that cannot do what the plan says of them.
final class Vanity {
    private Vanity() {}

    /// A self-test that expects what the plan does not install can only fail: the run would stop there (law 12).
    static Optional<Rulebook.Broken> inVain(ClusterImage before, Step step) {
        return step instanceof Step.SelfTest(var node, var product, var expected)
                && !before.node(node).version(product).equals(Optional.of(expected))
                ? Optional.of(new Rulebook.Broken(Rulebook.law(12), List.of(new StepReason.LawBroken(12,
                        Rulebook.law(12).name(), "the self-test of " + product + " on " + node + " expects " + expected
                        + ", and the plan leaves it at " + before.node(node).version(product).map(Version::value)
                                .orElse("an unknown version"), "plan again: baton plan")))) : Optional.empty();
    }

    /// A restart that is said to silence groups which it does not silence: the outages of the plan are no longer those
    /// that clients see (law 5). Those that it silences without saying so are the law's own business.
    static Optional<Rulebook.Broken> untrue(ClusterImage before, Step step) {
        if (!(step instanceof Step.Restart(var node, _, var said)) || said.isEmpty()) {
            return Optional.empty();
        }
        SortedSet<GroupId> silent = MajorityLoss.of(before, node);
        List<String> wrong = said.stream().map(Step.GivenUp::group).filter(group -> !silent.contains(group))
                .map(GroupId::value).toList();
        return wrong.isEmpty() ? Optional.empty() : Optional.of(new Rulebook.Broken(Rulebook.law(5), List.of(
                new StepReason.LawBroken(5, Rulebook.law(5).name(), "the plan says that " + String.join(" ", wrong)
                        + " would fall silent while " + node + " restarts, and the votes that are left keep "
                        + (wrong.size() == 1 ? "it" : "them") + " running", "plan again: baton plan"))));
    }
}
