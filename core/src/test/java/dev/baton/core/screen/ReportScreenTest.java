package dev.baton.core.screen;

import dev.baton.core.Golden;
import dev.baton.core.Scenes;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunState;
import dev.baton.core.journal.RunView;
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
        journal.add(new Entry.OutageSeen(NOW.plusSeconds(3_660), Scenes.group(1), Duration.ofMillis(1_840)));
        journal.addAll(more);
        return RunView.of(new RunId("r1"), "a91f0c3", plan(), RunState.of(plan().steps().size(), journal),
                Scenes.upgraded(Scenes.fourNodes(DataMode.STRICT), 4), NOW, Optional.empty(), waiting,
                NOW.plusSeconds(4_000));
    }

}
