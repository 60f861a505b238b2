package dev.baton.core.prover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairsTest {

    private static Pairs pairs(ClusterImage image) {
        Planning.Planned planned = (Planning.Planned) Planner.plan(image, Scenes.upgrade());
        return Pairs.of(planned.plan(), image).orElseThrow();
    }

    @Test
    void with_one_standby_every_pair_leaves_one_group_without_a_node_at_rest() {
        Pairs.Worst start = pairs(Scenes.cluster(DataMode.COMPATIBLE, true, 4, 1, 2, 3)).stages().getFirst();
        assertThat(start.stage()).isZero();
        assertThat(start.groups()).hasSize(1);
    }

    @Test
    void a_node_that_is_upgraded_counts_as_a_failure_already_spent() {
        Pairs four = pairs(Scenes.cluster(DataMode.COMPATIBLE, true, 5, 1, 2, 3));
        assertThat(four.stages()).noneMatch(worst -> worst.stage() == 0);
        assertThat(four.stages()).isNotEmpty().allMatch(worst -> worst.groups().size() == 1);
        Pairs five = pairs(Scenes.cluster(DataMode.COMPATIBLE, true, 6, 1, 2, 3));
        assertThat(five.stages()).isEmpty();
        assertThat(five.failures()).isGreaterThan(15L * five.states() / 2);
    }

    @Test
    void too_many_pairs_are_not_looked_at() {
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, true, 130, IntStream.rangeClosed(1, 125).toArray());
        Planning.Planned planned = (Planning.Planned) Planner.plan(image, Scenes.upgrade());
        assertThat(Pairs.of(planned.plan(), image)).isEmpty();
    }
}
