package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.SharedMap;
import dev.baton.core.model.Terms;
import dev.baton.core.plan.Preset;
import java.time.Duration;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Plans that are found node by node are legal and never better than the best, and the bound on exposure is one.
class LayeredBeamTest {
    private static final int SEEDS = 60;

    @ParameterizedTest
    @EnumSource(value = Mode.class, names = {"COMPATIBLE", "BACKWARD", "STRICT", "MIXED"})
    void what_is_found_is_legal_and_never_better_than_the_best(Mode mode) {
        int found = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Instances instance = mode.instance(seed, 4, 5);
            Problem problem = new Problem(instance.image(), instance.spec());
            if (Refusals.before(problem).isEmpty() && instance.spec().preset() != Preset.DOCUMENTED) {
                Moves moves = new Moves(new Masks(problem));
                LowerBound bound = new LowerBound(moves);
                Preset preset = instance.spec().preset();
                Board start = Board.start(problem);
                if (new LayeredBeam(moves, bound, preset, 6, 4).from(start)
                        instanceof Found.Acts(var acts, var cost, _, _)) {
                    found++;
                    assertThat(moves.replayed(acts)).as("seed %d", seed).contains(cost);
                    Found best = new ExactSearch(moves, bound, preset, 300_000).from(start);
                    assertThat(best).as("seed %d", seed).isInstanceOfSatisfying(Found.Acts.class, exact ->
                            assertThat(Cost.order(preset).compare(exact.cost(), cost)).isLessThanOrEqualTo(0));
                }
            }
        }
        assertThat(found).isGreaterThan(SEEDS / 10);
    }

    @ParameterizedTest
    @EnumSource(value = Mode.class, names = {"BACKWARD", "STRICT"})
    void no_plan_with_the_fewest_outages_has_less_exposure_than_the_bound(Mode mode) {
        int bounded = 0;
        for (int seed = 0; seed < 4 * SEEDS; seed++) {
            Instances instance = mode.instance(seed, 4, 5);
            Problem problem = new Problem(instance.image(), instance.spec().withPreset(Preset.FEWEST_OUTAGES));
            Masks masks = new Masks(problem);
            long unavoidable = Refusals.before(problem).isEmpty() ? FirstAcross.exposure(masks) : 0;
            if (unavoidable > 0) {
                Moves moves = new Moves(masks);
                LowerBound bound = new LowerBound(moves);
                Board start = Board.start(problem);
                Found best = new ExactSearch(moves, bound, Preset.FEWEST_OUTAGES, 300_000).from(start);
                if (best instanceof Found.Acts(_, var cost, _, _) && cost.outages() == bound.from(start).outages()) {
                    bounded++;
                    assertThat(cost.exposure()).as("seed %d", seed).isGreaterThanOrEqualTo(unavoidable);
                }
            }
        }
        assertThat(bounded).isPositive();
    }

    /// Sixteen nodes with room to spare and one of them empty: data that no changed node can open as it is has cover
    /// throughout, but for the first four groups that come across.
    @Test
    void strict_data_is_without_cover_only_while_the_first_node_comes_across() {
        ClusterImage plain = Scenes.cluster(DataMode.STRICT, false, 16,
                IntStream.range(0, 60).map(g -> 1 + g % 15).toArray());
        TreeMap<NodeId, NodeImage> nodes = new TreeMap<>(plain.nodes());
        nodes.replaceAll((_, node) -> node.withCapacity(Amounts.of("memory", 12)));
        var groups = new TreeMap<>(plain.groups());
        groups.replaceAll((_, group) -> group.withTerms(Terms.NONE.withDemand(Amounts.of("memory", 1))));
        Planning.Planned planned = WrittenProceduresTest.plan(
                plain.withAll(SharedMap.copyOf(nodes), SharedMap.copyOf(groups)), Scenes.upgrade());
        assertThat(planned.report().outages()).isEqualTo(60);
        assertThat(planned.report().exposure()).isEqualTo(planned.report().leastExposure().value())
                .isEqualTo(Duration.ofMinutes(4 * 60 + (1 + 2 + 3 + 4) * 3));
        assertThat(planned.report().optimal()).isTrue();
    }
}
