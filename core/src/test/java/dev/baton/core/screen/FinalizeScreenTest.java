package dev.baton.core.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Golden;
import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.RunId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What people see before the cluster level rises.
class FinalizeScreenTest {

    private static ClusterImage speaking(int nodes) {
        ClusterImage image = Scenes.fourNodes(DataMode.STRICT);
        for (int node = 1; node <= nodes; node++) {
            NodeImage one = image.node(Scenes.node(node));
            image = image.with(one.withFacts(one.facts().withLevels(new LevelRange(1, 2))));
        }
        return image;
    }

    private static FinalizeScreen screen(ClusterImage image, Optional<RunId> run) {
        return new FinalizeScreen(image, run, Optional.of("what the second level brings, said in one sentence that "
                + "is long enough for two lines"));
    }

    private static void check(String name, String text) {
        Golden.check(name, text);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80 && line.equals(line.stripTrailing()));
    }

    @Test
    void what_may_be_done_says_what_it_means() {
        check("finalize-ready", screen(speaking(4), Optional.empty()).text());
    }

    @Test
    void what_blocks_is_named_with_its_way_out() {
        ClusterImage image = Scenes.down(speaking(2), 3)
                .with(NodeImage.defined(Scenes.node(5), "127.0.0.5", true, true));
        check("finalize-not-yet", screen(image, Optional.of(new RunId("evs-1"))).text());
    }

    @Test
    void where_no_node_speaks_more_there_is_nothing_to_finalize() {
        FinalizeScreen screen = screen(speaking(0), Optional.empty());
        assertThat(screen.concerns()).isFalse();
        assertThat(screen.text()).contains("level 1; no node speaks more: nothing to finalize");
    }

    @Test
    void status_reminds_while_it_is_possible_and_only_then() {
        List.of(0, 3).forEach(nodes -> assertThat(status(speaking(nodes))).doesNotContain("baton finalize"));
        assertThat(status(speaking(4))).contains("every member speaks level 2: baton finalize");
        assertThat(status(speaking(4).withLevel(2))).doesNotContain("baton finalize");
    }

    private static String status(ClusterImage image) {
        return new StatusScreen(image, Optional.empty(), new java.util.TreeMap<>(), Optional.empty()).status();
    }
}
