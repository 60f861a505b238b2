package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.cluster.lab.LabRun;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.DataMode;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.plan.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Runs that may work at certain hours only: three nodes, a group on each, changed in place, so that every stage ends
/// where the run may rest.
final class WindowRunTest {

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm");

    private final Lab lab = Lab.atRest(Documents.inPlace(3, 3, DataMode.STRICT));
    private final LabRun run = new LabRun(lab);

    /// Between the beginnings of two windows.
    private static final Duration APART = Duration.ofHours(4);

    /// Two windows a day.
    private static UpgradeSpec at(Instant from, Duration lasts) {
        return Documents.undoable().withWindows(Optional.of(Windows.parse(window(from, lasts) + "; "
                + window(from.plus(APART), lasts))));
    }

    private static String window(Instant from, Duration lasts) {
        return "daily " + hour(from) + "-" + hour(from.plus(lasts)) + " UTC";
    }

    private static String hour(Instant moment) {
        return HOUR.format(moment.atOffset(ZoneOffset.UTC));
    }

    private static String waits(LabRun run) {
        return run.view().waitingFor().orElse("");
    }

    /// Lets the run change its first node so slowly that the second does not fit into the window any more.
    private static void restsAfterTheFirstNode(Lab lab, LabRun run) {
        Duration stage = run.plan(Documents.undoable()).stages().stream().map(Stage::takes).max(Duration::compareTo)
                .orElseThrow();
        lab.node("node1").hanging.add("Install");
        run.start(at(lab.now().minus(Duration.ofMinutes(1)), stage.multipliedBy(2)));
        lab.await("the first node is being changed", () -> run.view().stages().getFirst().state().equals("now"));
        lab.pass(stage);
        lab.node("node1").hanging.clear();
        lab.node("node1").installed(Documents.OLD);
        lab.await("the run rests", () -> waits(run).startsWith("its window"));
    }

    @Test
    void a_run_that_is_started_before_its_window_waits_for_it_and_touches_nothing() {
        Instant opens = lab.now().plus(Duration.ofHours(1));
        run.start(at(opens, Duration.ofHours(3)));
        lab.await("the run waits", () -> !waits(run).isEmpty());
        assertThat(run.view().status()).isEqualTo("running");
        assertThat(waits(run)).startsWith("its window (daily ").contains("which opens");
        lab.pass(Duration.ofMinutes(40));
        assertThat(run.view().stages()).allSatisfy(stage -> assertThat(stage.state()).isNotEqualTo("done"));
        assertThat(lab.image().nodes().values()).allSatisfy(node -> assertThat(node.holds()).isEmpty());
        lab.pass(Duration.ofMinutes(40));
        run.awaitStatus("finished");
    }

    @Test
    void what_would_not_end_within_the_window_waits_for_the_next_one() {
        restsAfterTheFirstNode(lab, run);
        assertThat(run.view().stages()).extracting(RunView.StageLine::state).contains("done").isNotEqualTo(
                List.of("done", "done", "done"));
        assertThat(lab.image().groups().values()).allSatisfy(group ->
                assertThat(group.state().word()).isEqualTo("Online"));
        lab.pass(APART);
        run.awaitStatus("finished");
    }

    @Test
    void the_way_back_waits_for_no_window() {
        Lab compatible = Lab.atRest(Documents.inPlace(3, 3, DataMode.COMPATIBLE));
        LabRun there = new LabRun(compatible);
        restsAfterTheFirstNode(compatible, there);
        Instant before = compatible.now();
        there.rollBack();
        assertThat(Duration.between(before, compatible.now())).as("long before the next window")
                .isLessThan(APART.dividedBy(2));
        assertThat(compatible.image().members()).allSatisfy(node ->
                assertThat(node.version(Documents.PRODUCT)).contains(Documents.OLD));
    }

    @Test
    void an_upgrade_whose_windows_are_too_short_is_refused_with_the_steps_that_do_not_fit() {
        assertThat(lab.refused(run.toStart(at(lab.now(), Duration.ofMinutes(1))))).first().asString()
                .contains("and the longest window is 1m");
    }
}
