package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.plan.Preset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

class CostTest {

    @Test
    void each_preset_prefers_in_its_own_order() {
        ordered(Preset.FEWEST_OUTAGES, Cost::outages, Cost::critical, Cost::exposure, Cost::millis, Cost::rubbing);
        ordered(Preset.DOCUMENTED, Cost::outages, Cost::critical, Cost::exposure, Cost::millis, Cost::rubbing);
        ordered(Preset.LEAST_EXPOSURE, Cost::exposure, Cost::outages, Cost::critical, Cost::millis, Cost::rubbing);
        ordered(Preset.FASTEST, Cost::millis, Cost::outages, Cost::critical, Cost::exposure, Cost::rubbing);
    }

    @SafeVarargs
    private static void ordered(Preset preset, ToLongFunction<Cost>... by) {
        Comparator<Cost> expected = (_, _) -> 0;
        for (ToLongFunction<Cost> next : by) {
            expected = expected.thenComparingLong(next);
        }
        List<Cost> costs = costs();
        for (Cost one : costs) {
            for (Cost other : costs) {
                assertThat(Integer.signum(Cost.order(preset).compare(one, other))).as("%s: %s, %s", preset, one, other)
                        .isEqualTo(Integer.signum(expected.compare(one, other)));
            }
        }
    }

    private static List<Cost> costs() {
        List<Cost> costs = new ArrayList<>();
        for (int bits = 0; bits < 32; bits++) {
            costs.add(new Cost(bits & 1, bits >> 1 & 1, bits >> 2 & 1, bits >> 3 & 1, bits >> 4 & 1));
        }
        return costs;
    }
}
