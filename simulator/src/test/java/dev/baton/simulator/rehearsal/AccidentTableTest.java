package dev.baton.simulator.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.faults.Ending;
import dev.baton.core.faults.Mishap;
import dev.baton.core.faults.Trial;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Scenario A with every kind of step and every stop, played once for each kind of step in the middle of which it may
/// be, and each accident: `docs/accidents.md`, rewritten by `-Dgolden=update`.
class AccidentTableTest {

    private static final Path TABLE = Path.of("../docs/accidents.md");
    private static final long SEED = 1;

    /// A kind of step, by its name, where a run is in the middle of it for the first time.
    private record Point(String name, Plan.Position at, Diary.Span span) {

        long middle() {
            return span.from() + (span.to() - span.from()) / 2;
        }
    }

    private record Cell(Point point, Accident accident, Trial trial, Optional<String> asked) {

        String line(Trial calm) {
            String what = asked.map(text -> text.replace("|", "/")).orElse("");
            return "| " + point.name() + " | " + accident + " | " + trial.ending().text() + " | "
                    + (trial.all() - calm.all()) + " | " + what + " |";
        }
    }

    private static Trial calm;
    private static List<Cell> cells;

    @BeforeAll
    static void play() {
        Rehearsed everything = Rehearsed.everything();
        Likeness likeness = Likeness.of(everything.image(), everything.plan());
        Performance undisturbed = new Performance(likeness, SEED, false);
        calm = undisturbed.play(0, new Mishap.None());
        cells = points(likeness.plan(), undisturbed.steps()).parallelStream().flatMap(point ->
                Stream.of(Accident.values()).map(accident -> cell(likeness, point, accident))
                        .flatMap(Optional::stream)).toList();
    }

    private static List<Point> points(Plan plan, Map<Integer, Diary.Span> steps) {
        Map<String, Point> points = new LinkedHashMap<>();
        for (Plan.Position position : plan.positions()) {
            Diary.Span span = steps.get(position.index());
            String name = position.step() instanceof Step.StopPoint stop
                    ? stop.describe().replaceFirst("upgrade node.*", "a node") : position.step().kindWord();
            if (span != null) {
                points.putIfAbsent(name, new Point(name, position, span));
            }
        }
        return List.copyOf(points.values());
    }

    private static Optional<Cell> cell(Likeness likeness, Point point, Accident accident) {
        List<Step> steps = likeness.plan().steps();
        int index = point.at().index();
        return accident.at(steps.subList(index + 1, steps.size()), changed(steps, index)).map(strike -> {
            Performance performance = new Performance(likeness, SEED, false);
            performance.strike(point.middle(), accident.toString(),
                    over -> strike.on(performance.cluster(), over));
            Trial trial = performance.play(0, new Mishap.None());
            return new Cell(point, accident, trial, switch (trial.ending()) {
                case Ending.Asked(var what, _) -> Optional.of(what);
                case Ending.Unsafe(_, var what) -> Optional.of(what);
                case Ending.Endless(var what) -> Optional.of(what);
                case Ending.Finished _, Ending.Anew _ -> Optional.empty();
            });
        });
    }

    private static Optional<NodeId> changed(List<Step> steps, int index) {
        List<Step> all = new ArrayList<>(steps.subList(index, steps.size()));
        all.addAll(steps.subList(0, index).reversed());
        return all.stream().filter(Step.Install.class::isInstance).map(Step.Install.class::cast)
                .map(Step.Install::node).findFirst();
    }

    @Test
    void whatever_happens_wherever_a_run_is_it_ends_and_no_law_is_broken() {
        assertThat(calm.ending()).isEqualTo(new Ending.Finished());
        assertThat(cells).hasSizeGreaterThan(Accident.values().length * 10).allSatisfy(cell ->
                assertThat(cell.trial().ending().well()).as(cell.line(calm) + " " + cell.trial()).isTrue());
    }

    @Test
    void the_table_says_what_comes_of_each() throws IOException {
        String text = Files.readString(TABLE);
        String head = text.substring(0, text.indexOf("| in the middle of |"));
        StringBuilder table = new StringBuilder(head).append("| in the middle of | accident | then | outages more |"
                + " what the person was told first |\n|---|---|---|--:|---|\n");
        cells.forEach(cell -> table.append(cell.line(calm)).append('\n'));
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(TABLE, table);
        }
        assertThat(table.toString()).as("%s (rewrite with -Dgolden=update)", TABLE).isEqualTo(Files.readString(TABLE));
    }
}
