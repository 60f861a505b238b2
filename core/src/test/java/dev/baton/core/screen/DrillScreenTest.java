package dev.baton.core.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Golden;
import dev.baton.core.Scenes;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunState;
import dev.baton.core.journal.RunView;
import dev.baton.core.journal.SavedPlan;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Kind;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.planner.Drill;
import dev.baton.core.prover.ProofText;
import dev.baton.core.prover.Prover;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Drills as people read them, before and afterwards.
final class DrillScreenTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    /// Five nodes, two groups, one node down; the kind asks.
    private static ClusterImage image() {
        ClusterImage image = Scenes.down(Scenes.cluster(DataMode.COMPATIBLE, true, 5, 1, 2), 5);
        Kind k = image.kinds().get(Scenes.KIND);
        return image.with(new Kind(k.id(), k.product(), k.data(), k.formatParts(), true, false, k.upgrade(),
                k.convert(), k.backup(), k.version(), k.format(), k.detach(),
                Optional.of(new Command("ask")), Optional.empty()));
    }

    private static String before(ClusterImage image) {
        Drill drill = Drill.of(image, List.of(), Duration.ofSeconds(30));
        var proof = Prover.prove(drill.plan(), image, drill.exposure());
        return new DrillScreen(image, drill).before("a91f0c3", new PlanScreen.Proof(ProofText.word(proof),
                ProofText.sentence(proof)));
    }

    private static RunView run(Plan plan, List<Entry> more, Optional<Plan> home) {
        List<Entry> journal = new ArrayList<>(List.of(new Entry.Started(NOW, "admin at lab"),
                new Entry.Led(NOW, Scenes.node(2))));
        journal.addAll(more);
        List<RunView.Named> plans = new ArrayList<>(List.of(new RunView.Named("a91f0c3", plan)));
        home.ifPresent(back -> plans.add(new RunView.Named("b20e1d4", back)));
        return RunView.of(new RunId("drill-1"), plans, Optional.empty(), RunState.of(plan.steps().size(), journal),
                image(), NOW, Optional.of(NOW.plusSeconds(20)), Optional.empty(), NOW.plusSeconds(20));
    }

    private static void done(List<Entry> journal, int step) {
        journal.add(new Entry.Began(NOW.plusSeconds(2L * step), step, 1, ""));
        journal.add(new Entry.Succeeded(NOW.plusSeconds(2L * step + 1), step, "it serves"));
    }

    @Test
    void what_is_visited_and_what_it_costs_is_said_before_and_why_other_nodes_are_not() {
        Golden.check("drill-before", before(image()));
        Golden.check("drill-nothing", before(Scenes.cluster(DataMode.COMPATIBLE, true, 3, 1, 2, 3)));
    }

    @Test
    void a_drill_that_passed_says_so_for_every_stop() {
        Drill drill = Drill.of(image(), List.of(Scenes.group(1)), Duration.ofSeconds(30));
        List<Entry> journal = new ArrayList<>();
        for (int step = 0; step < drill.plan().steps().size(); step++) {
            done(journal, step);
        }
        journal.add(new Entry.OutageSeen(NOW.plusSeconds(2), Scenes.group(1), Duration.ofMillis(420),
                Optional.of(Scenes.node(4))));
        journal.add(new Entry.Finished(NOW.plusSeconds(20)));
        RunView view = run(drill.plan(), journal, Optional.empty());
        DrillScreen screen = new DrillScreen(image(), drill);
        Golden.check("drill-passed", screen.after(view, NOW));
        assertThat(screen.outcome(view).passed()).isTrue();
    }

    @Test
    void a_drill_that_failed_says_where_and_what_was_not_visited() {
        Drill drill = Drill.of(image(), List.of(Scenes.group(1)), Duration.ofSeconds(30));
        List<Entry> journal = new ArrayList<>();
        for (int step = 0; step < 3; step++) {
            done(journal, step);
        }
        journal.add(new Entry.Began(NOW.plusSeconds(8), 3, 1, ""));
        journal.add(new Entry.Faulted(NOW.plusSeconds(9), 3, "failed: exit 1 (no answer on port 9092)"));
        journal.add(new Entry.Stopped(NOW.plusSeconds(9), 3, "failed: exit 1 (no answer on port 9092)"));
        journal.add(new Entry.RollbackAsked(NOW.plusSeconds(9), "the drill (check evs1 failed: exit 1)"));
        Plan home = new Plan(drill.plan().spec(), 0, drill.plan().basis(), List.of());
        journal.add(new Entry.Proposed(NOW.plusSeconds(9), new SavedPlan("b20e1d4", 1, 0, "b20e1d4"), List.of()));
        journal.add(new Entry.Replanned(NOW.plusSeconds(9), new SavedPlan("b20e1d4", 1, 0, "b20e1d4"), "itself"));
        journal.add(new Entry.RolledBack(NOW.plusSeconds(20)));
        RunView view = run(drill.plan(), journal, Optional.of(home));
        DrillScreen screen = new DrillScreen(image(), drill);
        Golden.check("drill-failed", screen.after(view, NOW));
        assertThat(screen.outcome(view).passed()).isFalse();
    }
}
