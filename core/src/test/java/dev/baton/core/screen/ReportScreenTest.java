package dev.baton.core.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Golden;
import dev.baton.core.Scenes;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunState;
import dev.baton.core.journal.RunView;
import dev.baton.core.journal.SavedPlan;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Reports of runs as people read them.
class ReportScreenTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void a_run_in_the_middle_of_its_second_stage() {
        ReportScreen screen = new ReportScreen(run(List.of(), Optional.empty()), NOW.plusSeconds(4_000));
        Golden.check("report-running", screen.text() + "\n" + screen.why());
    }

    @Test
    void a_run_that_stopped_and_one_that_waits() {
        Instant then = NOW.plusSeconds(3_700);
        RunView stopped = run(List.of(new Entry.Faulted(then, plan().stages().getFirst().steps().size(),
                "node4 did not start it: port in use"), new Entry.Stopped(then,
                plan().stages().getFirst().steps().size(), "port in use")), Optional.empty());
        RunView waits = run(List.of(), Optional.of("approval before finalize; to give it:  baton upgrade approve"));
        Golden.check("report-rests", new ReportScreen(stopped, then).text() + "\n"
                + new ReportScreen(stopped, then).why()
                + "\n" + new ReportScreen(waits, then).why());
    }

    private static Plan plan() {
        return switch (Planner.plan(Scenes.fourNodes(DataMode.STRICT), Scenes.upgrade())) {
            case Planning.Planned(var plan, _) -> plan;
            case Planning.Infeasible(var because, _) -> throw new AssertionError(because);
        };
    }

    /// The first stage is done, the first step of the second has begun.
    private static RunView run(List<Entry> more, Optional<String> waiting) {
        List<Entry> journal = begun();
        journal.addAll(more);
        return view(List.of(new RunView.Named("a91f0c3", plan())), Optional.empty(), journal, waiting);
    }

    private static List<Entry> begun() {
        List<Entry> journal = new ArrayList<>(List.of(new Entry.Started(NOW, "admin at lab"),
                new Entry.Led(NOW, Scenes.node(2))));
        int first = plan().stages().getFirst().steps().size();
        for (int step = 0; step < first; step++) {
            journal.add(new Entry.Began(NOW.plusSeconds(600L * step), step, 1, ""));
            journal.add(new Entry.Succeeded(NOW.plusSeconds(600L * step + 500), step, "seen"));
        }
        journal.add(new Entry.Began(NOW.plusSeconds(3_600), first, 1, ""));
        journal.add(new Entry.Measured(NOW.plusSeconds(3_650), new TreeMap<>(Map.of(Scenes.group(1),
                Duration.ofMinutes(60)))));
        journal.add(new Entry.OutageSeen(NOW.plusSeconds(3_660), Scenes.group(1), Duration.ofMillis(1_840),
                Optional.of(Scenes.node(4))));
        return journal;
    }

    private static RunView view(List<RunView.Named> plans, Optional<RunView.Named> proposed, List<Entry> journal,
            Optional<String> waiting) {
        return RunView.of(new RunId("r1"), plans, proposed, RunState.of(plan().steps().size(), journal),
                Scenes.upgraded(Scenes.fourNodes(DataMode.STRICT), 4), NOW, Optional.empty(),
                waiting.map(what -> new RunView.Waiting(what, true)), NOW.plusSeconds(4_000));
    }

    @Test
    void a_run_that_left_its_plan_and_one_that_asks_for_the_next() {
        Instant then = NOW.plusSeconds(3_700);
        Plan next = rest();
        SavedPlan saved = new SavedPlan("0123456789ab", 1, next.steps().size(), "5d10be2");
        List<Entry> journal = begun();
        journal.add(new Entry.Cut(then, plan().stages().getFirst().steps().size(), "evs1 was placed anew"));
        journal.add(new Entry.Overtaken(then, "evs1 is on node4, the plan expects it on node1"));
        journal.add(new Entry.Proposed(then, saved, List.of("evs2 would have 2 outages more")));
        RunView asks = view(List.of(new RunView.Named("a91f0c3", plan())),
                Optional.of(new RunView.Named("5d10be2", next)), journal,
                Optional.of("you: baton upgrade approve  |  abort"));
        journal.add(new Entry.Replanned(then.plusSeconds(9), saved, "ada at lab"));
        RunView replanned = view(List.of(new RunView.Named("a91f0c3", plan()), new RunView.Named("5d10be2", next)),
                Optional.empty(), journal, Optional.empty());
        Golden.check("report-replanned", new ReportScreen(asks, then).text() + "\n" + new RunScreen(asks, then).text()
                + "\n" + new ReportScreen(replanned, then).text() + "\n" + new RunScreen(replanned, then).text() + "\n"
                + new ReportScreen(asks, then).why() + new ReportScreen(replanned, then).why());
        assertThat(replanned.past()).singleElement().satisfies(past ->
                assertThat(past.stages().getFirst().state()).isEqualTo("done"));
    }

    /// A plan from after the first stage.
    private static Plan rest() {
        return switch (Planner.plan(Scenes.upgraded(Scenes.fourNodes(DataMode.STRICT), 4), Scenes.upgrade())) {
            case Planning.Planned(var plan, _) -> plan;
            case Planning.Infeasible(var because, _) -> throw new AssertionError(because);
        };
    }
}
