package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Preset;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import dev.baton.core.rules.Exposure;
import java.time.Duration;
import java.util.SortedMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The plans for clusters too large to search, tried on small ones: they keep the laws, and are never better than the
/// best.
class LeapfrogTest {

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void its_plans_are_proved_and_cost_at_least_the_optimum(DataMode mode) {
        int found = 0;
        int best = 0;
        for (int seed = 0; seed < 150; seed++) {
            Instances instance = Instances.random(mode, seed, 5, 5);
            Problem problem = new Problem(instance.image(), instance.spec());
            boolean refused = !Refusals.before(problem).isEmpty() || !Certificates.confined(problem).isEmpty();
            if (!refused && new Leapfrog(problem).acts() instanceof Found.Acts acts) {
                found++;
                Plan plan = new StageWriter(problem).write(acts.acts());
                SortedMap<GroupId, Duration> exposure = Exposure.of(instance.image(), plan).byGroup();
                assertThat(Prover.prove(plan, instance.image(), exposure)).as("%s seed %d", mode, seed)
                        .isInstanceOf(Proof.Holds.class);
                Planning.Planned optimum = WrittenProceduresTest.plan(instance.image(),
                        instance.spec().withPreset(Preset.FEWEST_OUTAGES));
                assertThat(acts.cost().outages()).isGreaterThanOrEqualTo(optimum.report().outages());
                assertThat(Leapfrog.floor(problem).outages()).isLessThanOrEqualTo(optimum.report().outages());
                best += acts.cost().outages() == optimum.report().outages() ? 1 : 0;
            }
        }
        assertThat(found).isGreaterThan(40);
        assertThat(best * 10).as("%d of %d have the fewest outages", best, found).isGreaterThan(found * 8);
    }
}
