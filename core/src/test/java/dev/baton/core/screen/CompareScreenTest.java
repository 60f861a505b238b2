package dev.baton.core.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Golden;
import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import org.junit.jupiter.api.Test;

/// Plans side by side, and as pictures.
class CompareScreenTest {

    @Test
    void presets_and_numbers_of_nodes() {
        String text = "";
        for (DataMode mode : DataMode.values()) {
            ClusterImage image = Scenes.fourNodes(mode);
            text += mode + "\n" + CompareScreen.presets(image, Scenes.upgrade()).text() + "\n"
                    + CompareScreen.nodes(image, Scenes.upgrade()).text() + "\n";
        }
        Golden.check("compare", text);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void a_picture_of_the_plan() {
        svg("plan-strict.svg", Scenes.fourNodes(DataMode.STRICT));
        svg("plan-two-nodes.svg", Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1, 1, 2, 2));
    }

    private static void svg(String name, ClusterImage image) {
        Planning.Planned planned = (Planning.Planned) Planner.plan(image, Scenes.upgrade());
        Golden.check(name, new PlanSvg(image, planned.plan()).text());
    }
}
