package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Kind;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is proved on paper of clusters with one group per node, `active` nodes that serve and `spare` ones that do not,
/// one failure at a time: the planner finds it.
class TheoremsTest {
    private static final int ACTIVE = 6;
    private static final int SPARE = 4;

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void every_group_moves_once_when_there_is_a_spare_node_and_no_plan_exists_without(DataMode mode) {
        for (int active = 1; active <= ACTIVE; active++) {
            assertThat(Planner.plan(apart(mode, active, 0), Scenes.upgrade())).as("%d + 0", active)
                    .isInstanceOf(Planning.Infeasible.class);
            for (int spare = 1; spare <= SPARE; spare++) {
                PlanReport report = report(apart(mode, active, spare), Scenes.upgrade());
                assertThat(report.outages()).as("%d + %d", active, spare).isEqualTo(active);
                assertThat(report.optimal()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void restored_owners_cost_exactly_two_outages_per_group(DataMode mode) {
        UpgradeSpec s = Scenes.upgrade();
        UpgradeSpec back = new UpgradeSpec(s.name(), s.products(), s.restart(), s.preset(),
                UpgradeSpec.Failback.AT_END, s.convert(), s.moveTakes(), s.stopBefore(), s.acceptedExposure(),
                s.soakAfterNode(), s.onFailure());
        for (int active = 1; active <= 4; active++) {
            for (int spare = 1; spare <= 2; spare++) {
                assertThat(report(apart(mode, active, spare), back).outages()).isEqualTo(2 * active);
            }
        }
    }

    /// Without exposure: two spares, or three where data must have exactly the node's format; a failover that may
    /// itself convert makes two enough again. The number of outages stays the least.
    @ParameterizedTest
    @EnumSource(DataMode.class)
    void no_exposure_is_possible_exactly_with_enough_spares(DataMode mode) {
        for (int active = 1; active <= ACTIVE; active++) {
            for (int spare = 1; spare <= SPARE; spare++) {
                ClusterImage image = apart(mode, active, spare);
                int enough = mode == DataMode.STRICT ? 3 : 2;
                for (Preset preset : new Preset[] {Preset.LEAST_EXPOSURE, Preset.FEWEST_OUTAGES}) {
                    PlanReport report = report(image, Scenes.upgrade().withPreset(preset));
                    assertThat(report.exposure().isZero()).as("%d + %d, %s", active, spare, preset)
                            .isEqualTo(spare >= enough);
                    assertThat(spare < enough || report.outages() == active).isTrue();
                }
                PlanReport converting = report(image.with(failoverMayConvert(mode)),
                        Scenes.upgrade().withPreset(Preset.LEAST_EXPOSURE));
                assertThat(converting.exposure().isZero()).as("%d + %d, failover may convert", active, spare)
                        .isEqualTo(spare >= 2);
            }
        }
    }

    @Test
    void with_one_spare_every_reboot_exposes_everybody() {
        for (int active = 1; active <= ACTIVE; active++) {
            long reboots = (active + 1) * 60L * active;
            assertThat(exposed(DataMode.COMPATIBLE, active)).isEqualTo(reboots);
            assertThat(exposed(DataMode.BACKWARD, active)).isEqualTo(reboots);
            assertThat(exposed(DataMode.STRICT, active)).isGreaterThan(reboots);
        }
        assertThat(IntStream.rangeClosed(1, 3).mapToLong(n -> exposed(DataMode.STRICT, n)))
                .containsExactly(123L, 372L, 744L);
    }

    private static long exposed(DataMode mode, int active) {
        return report(apart(mode, active, 1), Scenes.upgrade().withPreset(Preset.LEAST_EXPOSURE)).exposure()
                .toMinutes();
    }

    /// Where groups share nodes, the groups of the first node to be emptied move twice, unless some node is empty.
    @ParameterizedTest
    @EnumSource(DataMode.class)
    void the_smallest_load_moves_twice_when_every_node_serves(DataMode mode) {
        int[][] loads = {{1, 1}, {2, 2}, {1, 3}, {3, 1, 2}, {2, 2, 2}, {0, 2, 1}, {4, 1, 1, 1}, {2, 3, 4}};
        for (int[] load : loads) {
            int[] owners = IntStream.range(0, load.length).flatMap(n -> IntStream.generate(() -> n + 1).limit(load[n]))
                    .toArray();
            int groups = Arrays.stream(load).sum();
            int least = Arrays.stream(load).min().orElseThrow();
            PlanReport report = report(Scenes.cluster(mode, false, load.length, owners), Scenes.upgrade());
            assertThat(report.outages()).as(Arrays.toString(load)).isEqualTo(groups + least);
            assertThat(report.leastOutages().value()).isEqualTo(groups + least);
        }
    }

    @Test
    void one_more_node_never_costs_an_outage() {
        for (int seed = 0; seed < 60; seed++) {
            Instances instance = Instances.random(DataMode.values()[seed % 3], seed, 4, 4);
            UpgradeSpec spec = instance.spec().withPreset(Preset.FEWEST_OUTAGES);
            if (Planner.plan(instance.image(), spec) instanceof Planning.Planned(_, var report)) {
                ClusterImage more = WhatIf.oneMoreNode(instance.image()).orElseThrow();
                assertThat(report(more, spec).outages()).as("seed %d", seed).isLessThanOrEqualTo(report.outages());
            }
        }
    }

    @Test
    void who_is_called_what_changes_no_cost() {
        for (DataMode mode : DataMode.values()) {
            PlanReport one = report(Scenes.cluster(mode, true, 5, 1, 2, 3, 4), Scenes.upgrade());
            PlanReport other = report(Scenes.cluster(mode, true, 5, 5, 3, 2, 1), Scenes.upgrade());
            assertThat(other.outages()).isEqualTo(one.outages());
            assertThat(other.exposure()).isEqualTo(one.exposure());
            assertThat(other.makespan()).isEqualTo(one.makespan());
        }
    }

    @Test
    void votes_are_counted_at_every_step() {
        assertThat(report(apart(DataMode.COMPATIBLE, 3, 1), Scenes.upgrade()).votes())
                .isEqualTo("4; a majority remains at every step, but not after one more failure during steps 1 3 5 7");
        assertThat(report(apart(DataMode.COMPATIBLE, 3, 2), Scenes.upgrade()).votes())
                .isEqualTo("5; a majority remains at every step, and after any one failure");
        assertThat(report(apart(DataMode.COMPATIBLE, 1, 1), Scenes.upgrade()).votes())
                .startsWith("2; NO MAJORITY during steps 1 3");
    }

    private static Kind failoverMayConvert(DataMode mode) {
        Kind k = Scenes.kind(mode);
        return new Kind(k.id(), k.product(), mode, 2, true, true, k.upgrade(), k.convert(), k.backup(), k.version(),
                k.format());
    }

    private static ClusterImage apart(DataMode mode, int active, int spare) {
        return Scenes.cluster(mode, true, active + spare, IntStream.rangeClosed(1, active).toArray());
    }

    private static PlanReport report(ClusterImage image, UpgradeSpec spec) {
        return WrittenProceduresTest.plan(image, spec).report();
    }
}
