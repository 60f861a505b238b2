package dev.baton.core.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.plan.Windows;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Plans as programs read them.
class PlanViewTest {

    /// Two spares: every group is covered after each step, so that the upgrade may rest anywhere.
    private static final ClusterImage ROOMY = Scenes.cluster(DataMode.COMPATIBLE, true, 3, 1);

    @Test
    void every_window_says_from_which_step_to_which_it_is_used() {
        PlanView view = view(ROOMY, Optional.of("Sat 22:00-00:30 UTC; Wed 01:00-02:00 UTC"));
        assertThat(view.windowHours()).containsExactly("Sat 22:00-00:30 UTC", "Wed 01:00-02:00 UTC");
        assertThat(view.windows()).containsExactly(new PlanView.Window(1, 1, 3, 121, 150, true),
                new PlanView.Window(2, 4, 4, 60, 150, true));
        assertThat(view.steps()).extracting(PlanView.Line::window)
                .containsExactly(Optional.of(1), Optional.of(1), Optional.of(1), Optional.of(2));
        assertThat(view.steps()).extracting(PlanView.Line::startsAfterMinutes).containsExactly(0.0, 60.0, 120.0, 0.0);
    }

    @Test
    void a_window_that_is_too_short_is_one_that_does_not_fit() {
        assertThat(view(ROOMY, Optional.of("Sat 22:00-22:30 UTC")).windows())
                .filteredOn(window -> !window.fits()).hasSize(3);
    }

    @Test
    void without_windows_steps_start_after_the_beginning_of_the_run() {
        PlanView view = view(ROOMY, Optional.empty());
        assertThat(view.windows()).isEmpty();
        assertThat(view.windowHours()).isEmpty();
        assertThat(view.steps()).extracting(PlanView.Line::window).containsOnly(Optional.empty());
        assertThat(view.steps().getLast().startsAfterMinutes() + view.steps().getLast().takesMinutes())
                .isEqualTo(view.makespanMinutes());
    }

    private static PlanView view(ClusterImage image, Optional<String> windows) {
        UpgradeSpec spec = Scenes.upgrade().withWindows(windows.map(Windows::parse));
        Planning.Planned planned = (Planning.Planned) Planner.plan(image, spec);
        return PlanView.of(image, planned.plan(), planned.report(), "PROVED", "");
    }
}
