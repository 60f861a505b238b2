package dev.baton.core.faults;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import java.util.HashMap;
import java.util.Map;

/// Plans again after accidents; many lead to the same cluster, which is planned for once. Not thread-safe.
final class Onwards {
    private final UpgradeSpec spec;
    private final Map<PlanBasis, After> known = new HashMap<>();

    Onwards(UpgradeSpec spec) {
        this.spec = spec;
    }

    /// Returns what becomes of the upgrade from the image on.
    After from(ClusterImage image) {
        PlanBasis basis = PlanBasis.of(image);
        After after = known.get(basis);
        if (after == null) {
            after = planned(image);
            known.put(basis, after);
        }
        return after;
    }

    private After planned(ClusterImage image) {
        return switch (Planner.plan(image, spec)) {
            case Planning.Infeasible(var reasons, _) -> new After.Stuck(reasons.isEmpty() ? "there is no plan"
                    : reasons.getFirst().facts());
            case Planning.Planned(var plan, var report) -> switch (Prover.prove(plan, image,
                    report.exposureByGroup())) {
                case Proof.Holds _ -> plan.stages().isEmpty() ? new After.Finished()
                        : new After.Planned(plan.stages().size(), report.outages());
                case Proof.Broken broken -> new After.Stuck(broken.reasons().getFirst().facts());
                case Proof.Unproven(var what) -> new After.Stuck(what);
            };
        };
    }
}
