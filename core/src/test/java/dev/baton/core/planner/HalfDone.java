package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;

/// Upgrades that were cut off after any of their steps.
final class HalfDone {

    private HalfDone() {}

    /// Asserts that from after any step the rest is planned and proved, and that a finished upgrade plans to nothing.
    static void assertProvedFromAnywhere(ClusterImage image, UpgradeSpec spec) {
        Plan plan = WrittenProceduresTest.plan(image, spec).plan();
        ClusterImage now = image;
        for (int done = 0; done <= plan.steps().size(); done++) {
            Planning.Planned rest = WrittenProceduresTest.plan(now, spec);
            assertThat(Prover.prove(rest.plan(), now, rest.report().exposureByGroup())).as("after step %d", done)
                    .isInstanceOf(Proof.Holds.class);
            now = done < plan.steps().size() ? Projection.project(now, plan.steps().get(done)) : now;
        }
        assertThat(WrittenProceduresTest.plan(now, spec).plan().stages()).isEmpty();
    }
}
