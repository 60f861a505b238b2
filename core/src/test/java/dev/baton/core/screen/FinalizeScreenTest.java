package dev.baton.core.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Golden;
import dev.baton.core.Scenes;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.RunId;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What people see before the cluster level rises.
class FinalizeScreenTest {

    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

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

    private static RunView waiting(String text, ClusterImage image) {
        TreeMap<ProductId, Version> target = new TreeMap<>(Map.of(Scenes.PRODUCT, Scenes.NEW));
        return new RunView(new RunId("evs-2-0-1"), "evs-2.0", "a91f0c3", "waiting", Optional.of("approval"), START,
                Optional.empty(), "ada at lab", List.of(Scenes.node(2)), 3, List.of(new RunView.StageLine(1, "finalize",
                        "now", Duration.ZERO, Optional.of(Duration.ZERO), List.of(new RunView.StepLine(0,
                                "convert evs1 from 1.0 to 2.0", "done", 1, Optional.empty(), ""),
                                new RunView.StepLine(1, text, "now", 1, Optional.empty(), "")))), List.of(),
                image.members().stream()
                                .map(node -> new RunView.NodeLine(node.id(), node.facts().versions(), target)).toList(),
                List.of(), List.of(), Optional.empty());
    }

    @Test
    void a_run_that_waits_before_its_end_says_what_ends_with_it_and_what_is_not_reached_yet() {
        ClusterImage old = Scenes.upgraded(Scenes.fourNodes(DataMode.STRICT), 4);
        String step = "wait for approval before finalize";
        RunFinalizeScreen notYet = new RunFinalizeScreen(old, waiting(step, old), START.plusSeconds(7_200));
        assertThat(notYet.concerns()).isTrue();
        check("finalize-run-not-yet", notYet.text());
        ClusterImage reached = old;
        for (int node = 1; node <= 3; node++) {
            reached = Scenes.upgraded(reached, node);
            GroupImage group = reached.group(Scenes.group(node));
            reached = reached.with(group.withFormat(new Format.At(Scenes.NEW)));
        }
        RunFinalizeScreen ready = new RunFinalizeScreen(reached, waiting(step, reached), START.plusSeconds(7_200));
        assertThat(ready.against()).isEmpty();
        check("finalize-run-ready", ready.text());
        assertThat(new RunFinalizeScreen(reached, waiting("wait for approval before the first install", reached), START)
                .concerns()).isFalse();
    }

    private static String status(ClusterImage image) {
        return new StatusScreen(image, Optional.empty(), new java.util.TreeMap<>(), Optional.empty()).status();
    }
}
