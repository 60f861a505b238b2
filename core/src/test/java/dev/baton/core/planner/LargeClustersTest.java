package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Step;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clusters beyond every search: the plan still moves each group once, or the smallest load twice.
class LargeClustersTest {

    @ParameterizedTest(name = "{0}, {2} nodes, {3} groups: {4} outages")
    @CsvSource({
        "BACKWARD, true, 66, 64, 64", "COMPATIBLE, false, 16, 80, 85", "STRICT, false, 17, 80, 84"})
    void the_least_number_of_outages(DataMode mode, boolean apart, int nodes, int groups, int outages) {
        ClusterImage image = Scenes.cluster(mode, apart, nodes,
                IntStream.range(0, groups).map(g -> 1 + g % nodes).toArray());
        Planning.Planned planned = WrittenProceduresTest.plan(image, Scenes.upgrade());
        assertThat(planned.report().outages()).isEqualTo(outages);
        assertThat(planned.report().leastOutages().value()).isEqualTo(outages);
        ClusterImage end = after(image, planned.plan());
        assertThat(end.nodes().values())
                .allMatch(node -> node.version(Scenes.PRODUCT).orElseThrow().equals(Scenes.NEW));
        assertThat(end.groups().values()).allMatch(group -> end.fits(group, end.node(group.owner().orElseThrow())));
    }

    /// Theorem: with 2k + 1 spares nothing is ever without cover, strict data or not (here k = 1).
    @Test
    void with_three_spares_strict_data_is_never_without_cover() {
        ClusterImage image = Scenes.cluster(DataMode.STRICT, true, 70, IntStream.rangeClosed(1, 67).toArray());
        Planning.Planned planned = WrittenProceduresTest.plan(image, Scenes.upgrade());
        assertThat(planned.report().exposure()).isZero();
        assertThat(planned.report().outages()).isEqualTo(67);
        assertThat(planned.plan().stages().getLast().title()).isEqualTo("upgrade node70");
    }

    @Test
    void without_a_spare_the_refusal_is_the_same_as_for_small_ones() {
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, true, 64, IntStream.rangeClosed(1, 64).toArray());
        assertThat(Planner.plan(image, Scenes.upgrade())).isInstanceOf(Planning.Infeasible.class);
    }

    private static ClusterImage after(ClusterImage image, Plan plan) {
        ClusterImage now = image;
        for (Step step : plan.steps()) {
            now = Projection.project(now, step);
        }
        return now;
    }
}
