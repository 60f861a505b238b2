package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Kind;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Where a kind says how a client finds that a group serves, plans ask: before anything is touched, and after each
/// outage. It costs nothing that plans are judged by.
class ClientsAskedTest {

    private static ClusterImage asking(ClusterImage image, UpgradeMode mode) {
        Kind k = image.kinds().get(Scenes.KIND);
        return image.with(new Kind(k.id(), k.product(), k.data(), k.formatParts(), k.trustMixedFailover(), false, mode,
                k.convert(), k.backup(), k.version(), k.format(), k.detach(), k.check(), Optional.of(
                        new Kind.ClientProbe(new Command("ask"), Kind.Placed.LEADER, Duration.ofSeconds(1),
                                Duration.ofSeconds(3)))));
    }

    private static Planning.Planned planned(ClusterImage image) {
        return WrittenProceduresTest.plan(image, Scenes.upgrade());
    }

    private static ClusterImage after(ClusterImage image, Plan plan) {
        ClusterImage now = image;
        for (Step step : plan.steps()) {
            now = Projection.project(now, step);
        }
        return now;
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void plans_ask_before_anything_and_at_the_end_of_each_stage_that_silences_a_group(DataMode data) {
        for (UpgradeMode mode : List.of(UpgradeMode.ROLLING, UpgradeMode.IN_PLACE_OFFLINE)) {
            ClusterImage image = asking(Scenes.fourNodes(data), mode);
            Planning.Planned planned = planned(image);
            Plan plan = planned.plan();
            assertThat(plan.stages().getFirst().steps()).containsExactly(new Step.Check(Scenes.group(1)),
                    new Step.Check(Scenes.group(2)), new Step.Check(Scenes.group(3)));
            for (Stage stage : plan.stages()) {
                assertThat(stage.steps().stream().filter(Step.Check.class::isInstance)
                        .map(step -> ((Step.Check) step).group()).toList()).as(stage.title())
                        .containsAll(stage.silent(image));
            }
            assertThat(Prover.prove(plan, image, planned.report().exposureByGroup())).isInstanceOf(Proof.Holds.class);
            assertThat(planned(image).plan()).isEqualTo(plan);
            assertThat(planned(after(image, plan)).plan().stages()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void asking_costs_nothing_that_plans_are_judged_by(DataMode data) {
        ClusterImage image = Scenes.fourNodes(data);
        PlanReport without = planned(image).report();
        PlanReport with = planned(asking(image, UpgradeMode.ROLLING)).report();
        assertThat(with.outages()).isEqualTo(without.outages());
        assertThat(with.exposureByGroup()).isEqualTo(without.exposureByGroup());
        assertThat(with.makespan()).isEqualTo(without.makespan());
        assertThat(with.optimal()).isEqualTo(without.optimal());
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void nobody_asks_for_a_group_that_is_kept_offline(DataMode data) {
        ClusterImage image = asking(Scenes.fourNodes(data), UpgradeMode.ROLLING);
        ClusterImage kept = image.with(image.group(Scenes.group(1)).withIntent(new Intent(true,
                new TreeSet<>(List.of(Scenes.ATTENDANT)))));
        assertThat(planned(kept).plan().steps()).contains(new Step.Check(Scenes.group(2)))
                .doesNotContain(new Step.Check(Scenes.group(1)));
    }
}
