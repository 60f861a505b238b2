package dev.baton.simulator.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.simulated.Chance;
import dev.baton.cluster.controller.RunViews;
import dev.baton.core.faults.Mishap;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.report.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The outages in the report of a run are those that simulated clients had, one by one.
class ReportedOutagesTest {

    /// What agents see and say, and the leader hears, in an undisturbed cluster.
    private static final Duration HEARD = Duration.ofSeconds(2);
    /// A node that is lost may have been heard up to a beat before, and another leader may have to be found.
    private static final Duration HEARD_AFTER_LOSS = Duration.ofSeconds(12);
    private static final int LOSSES = 3;

    private static RunReport report(Performance played) {
        RunViews views = new RunViews();
        var run = views.all(played.cluster().tree()).getLast();
        return views.report(played.cluster().tree(), run, played.cluster().time().now()).orElseThrow();
    }

    private static boolean same(RunReport.Outage told, Clients.Without had, Duration slack) {
        return told.group().equals(had.group()) && near(told.from(), had.from(), slack)
                && near(told.to(), had.to(), slack);
    }

    private static boolean near(Instant one, Instant other, Duration slack) {
        return Duration.between(one, other).abs().compareTo(slack) <= 0;
    }

    /// Each has its counterpart. What went on when the run ended is not in its report: nobody may have noticed yet.
    private static void agree(Performance played, Duration slack) {
        RunReport report = report(played);
        List<Clients.Without> had = new ArrayList<>(played.clients().ended());
        had.removeIf(one -> one.to().isAfter(report.until()));
        assertThat(report.outages()).as("told %s, had %s", report.outages(), had).allSatisfy(told ->
                assertThat(had).anyMatch(one -> same(told, one, slack)));
        assertThat(had).as("told %s, had %s", report.outages(), had).allSatisfy(one ->
                assertThat(report.outages()).anyMatch(told -> same(told, one, slack)));
        assertThat(report.outages()).as("had %s", had).hasSameSizeAs(had);
    }

    @Test
    void undisturbed_clients_had_what_the_report_tells_and_all_of_it_was_planned() {
        for (Rehearsed rehearsed : List.of(Rehearsed.four(), Rehearsed.pair(UpgradeSpec.Restart.NEVER))) {
            Performance calm = new Performance(Likeness.of(rehearsed.image(), rehearsed.plan()), 1, false);
            calm.play(0, new Mishap.None());
            agree(calm, HEARD);
            assertThat(report(calm).outages()).allMatch(RunReport.Outage::planned);
        }
    }

    @Test
    void what_a_run_takes_itself_is_under_2_percent_of_a_minute_for_each_node() {
        Rehearsed four = Rehearsed.four();
        Performance calm = new Performance(Likeness.of(four.image(), four.plan()), 1, false);
        calm.play(0, new Mishap.None());
        assertThat(report(calm).times().own()).isPositive()
                .isLessThan(Duration.ofMinutes(four.image().nodes().size()).dividedBy(50));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void clients_had_what_the_report_tells_although_machines_were_lost(long seed) {
        Rehearsed four = Rehearsed.four();
        Likeness likeness = Likeness.of(four.image(), four.plan());
        Performance calm = new Performance(likeness, seed, false);
        calm.play(0, new Mishap.None());
        Chance chance = new Chance(seed).of("losses");
        List<Plan.Position> steps = four.plan().positions();
        for (int loss = 0; loss < LOSSES; loss++) {
            Plan.Position step = chance.oneOf(steps);
            NodeId node = chance.oneOf(List.copyOf(four.image().nodes().keySet()));
            Diary.Span span = calm.steps().get(step.index());
            Performance played = new Performance(likeness, seed, false);
            played.lose(node, (span.from() + span.to()) / 2);
            played.play(1, new Mishap.Loss(step.stage().number(), step.index(), node));
            agree(played, HEARD_AFTER_LOSS);
        }
    }
}
