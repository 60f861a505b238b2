package dev.baton.core.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.baton.core.Golden;
import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.plan.Preset;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.screen.RehearsalScreen;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Trying a plan out many times, and the formula that foretells what comes of it.
class RehearsalTest {

    /// The probabilities of four nodes and three strict servers done in one go, a node failing every 2000 hours.
    @ParameterizedTest
    @CsvSource({"documented, 0.0067", "fewest-outages, 0.0067"})
    void simulation_and_formula_agree(String preset, double expected) {
        Rehearsal rehearsal = rehearse(Scenes.fourNodes(DataMode.STRICT), Preset.parse(preset), with(2_000, 100_000));
        assertThat(rehearsal.closedForm()).isCloseTo(expected, within(0.0003));
        assertThat(rehearsal.uncovered()).isCloseTo(rehearsal.closedForm(), within(3 * rehearsal.within()));
    }

    @Test
    void they_agree_where_failures_are_frequent_too() {
        Rehearsal rehearsal = rehearse(Scenes.fourNodes(DataMode.STRICT), Preset.FEWEST_OUTAGES, with(10, 20_000));
        assertThat(rehearsal.uncovered()).isBetween(0.5, 0.9)
                .isCloseTo(rehearsal.closedForm(), within(0.02));
    }

    @Test
    void nothing_uncovered_happens_when_every_group_is_covered() {
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, true, 5, 1, 2, 3);
        Rehearsal rehearsal = rehearse(image, Preset.FEWEST_OUTAGES, with(500, 20_000));
        assertThat(rehearsal.uncovered()).isZero();
        assertThat(rehearsal.closedForm()).isZero();
        assertThat(rehearsal.covered()).isGreaterThan(0.01);
        assertThat(rehearsal.worst()).isEmpty();
    }

    @Test
    void without_chance_a_run_takes_what_was_planned() {
        Assumptions certain = new Assumptions(Duration.ofDays(100_000_000), Duration.ofHours(1), 0, 0, Duration.ZERO,
                10, 1);
        Rehearsal rehearsal = rehearse(Scenes.fourNodes(DataMode.STRICT), Preset.FEWEST_OUTAGES, certain);
        assertThat(rehearsal.half()).isEqualTo(Duration.ofMinutes(249));
        assertThat(rehearsal.ninetyNine()).isEqualTo(Duration.ofMinutes(249));
    }

    @Test
    void the_same_seed_gives_the_same_answer_and_another_seed_another() {
        ClusterImage image = Scenes.fourNodes(DataMode.BACKWARD);
        assertThat(rehearse(image, Preset.FEWEST_OUTAGES, with(500, 2_000)))
                .isEqualTo(rehearse(image, Preset.FEWEST_OUTAGES, with(500, 2_000)));
        Assumptions other = new Assumptions(Duration.ofHours(500), Duration.ofHours(4), 0.3, 0.03, Duration.ofHours(3),
                2_000, 7);
        assertThat(rehearse(image, Preset.FEWEST_OUTAGES, other).half())
                .isNotEqualTo(rehearse(image, Preset.FEWEST_OUTAGES, with(500, 2_000)).half());
    }

    @Test
    void as_it_is_printed() {
        ClusterImage image = Scenes.fourNodes(DataMode.STRICT);
        Planning.Planned planned = (Planning.Planned) Planner.plan(image, Scenes.upgrade());
        String text = new RehearsalScreen(planned.plan(),
                Rehearsal.of(image, planned.plan(), with(2_000, 20_000))).text();
        Golden.check("rehearsal", text);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    }

    private static Assumptions with(int hours, int runs) {
        Assumptions usual = Assumptions.USUAL;
        return new Assumptions(Duration.ofHours(hours), usual.repairTakes(), usual.variation(), usual.upgradeFails(),
                usual.fixTakes(), runs, usual.seed());
    }

    private static Rehearsal rehearse(ClusterImage image, Preset preset, Assumptions assumptions) {
        Planning.Planned planned = (Planning.Planned) Planner.plan(image, Scenes.upgrade().withPreset(preset));
        return Rehearsal.of(image, planned.plan(), assumptions);
    }
}
