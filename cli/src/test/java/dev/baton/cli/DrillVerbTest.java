package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.Shell.Outcome;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunState;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `baton drill` against a cluster that is spoken for.
final class DrillVerbTest {

    private static final RunId RUN = new RunId("drill-1");

    @TempDir
    private Path directory = Path.of("");

    private final SpokenCluster cluster = new SpokenCluster(Scenes.fourNodes());

    @AfterEach
    void close() {
        cluster.close();
    }

    private Shell shell() {
        return Shell.at(directory).with("BATON_API", cluster.url());
    }

    /// Starts are accepted; the run is at its rest at once: all steps done, or the first failed and undone.
    private void drills(boolean well) {
        cluster.answers((request, image) -> {
            if (request instanceof Request.StartRun(var plan)) {
                cluster.runs(view(plan, image, well));
            }
            return SpokenCluster.accepted("run drill-1 is started", Map.of("run", "drill-1"));
        });
    }

    private static RunView view(Plan plan, ClusterImage image, boolean well) {
        List<Entry> journal = new ArrayList<>(List.of(new Entry.Started(SpokenCluster.NOW, "admin at lab")));
        for (int step = 0; step < (well ? plan.steps().size() : 1); step++) {
            journal.add(new Entry.Began(SpokenCluster.NOW, step, 1, ""));
            journal.add(well ? new Entry.Succeeded(SpokenCluster.NOW.plusMillis(900), step, "seen")
                    : new Entry.Faulted(SpokenCluster.NOW, step, "node4 did not start it: port in use"));
        }
        if (!well) {
            journal.add(new Entry.Stopped(SpokenCluster.NOW, 0, "port in use"));
            journal.add(new Entry.AbortAsked(SpokenCluster.NOW, "ann"));
        }
        journal.add(well ? new Entry.Finished(SpokenCluster.NOW) : new Entry.Aborted(SpokenCluster.NOW));
        return RunView.of(RUN, List.of(new RunView.Named("a91f0c3", plan)), Optional.empty(),
                RunState.of(plan.steps().size(), journal), image, SpokenCluster.NOW,
                Optional.of(SpokenCluster.NOW.plusSeconds(9)), Optional.empty(), SpokenCluster.NOW);
    }

    @Test
    void a_drill_is_shown_and_every_outage_named_before_it_is_begun() {
        Outcome unasked = shell().baton("drill");
        assertThat(unasked.exit()).isEqualTo(2);
        assertThat(unasked.out()).contains("3 visits by 3 groups of 3, on 4 nodes", "node4  visited",
                "no: runs evs2; one group per node", "PROVED", "outages      6: evs1 2, evs2 2, evs3 2");
        assertThat(unasked.err()).contains("the drill is noticed by clients",
                "evs1, in step 1: move evs1 node1 -> node4", "say --yes");
        Outcome refused = shell().typing("n\n").baton("drill", "-g", "evs2");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("evs2, in step 2: move evs2 node4 -> node2", "Nothing was changed.");
        assertThat(cluster.requests()).isEmpty();
    }

    @Test
    void a_drill_that_was_agreed_to_is_followed_to_its_end_and_reported() {
        drills(true);
        Outcome outcome = shell().typing("y\n").baton("drill", "--group", "evs1");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).contains("run drill-1 is started", "finished  every step is done", "drill   passed",
                "evs1   node4         0.9 s");
        assertThat(cluster.requests()).singleElement().isInstanceOfSatisfying(Request.StartRun.class, start ->
                assertThat(start.plan().outages()).isEqualTo(2));
    }

    @Test
    void a_drill_that_did_not_pass_does_not_end_with_0() {
        drills(false);
        Outcome outcome = shell().baton("drill", "--yes");
        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.out()).contains("drill   ended early by a person", "evs1 on node4: node4 did not start it",
                "not visited");
    }

    @Test
    void a_dry_run_shows_the_drill_and_changes_nothing() {
        Outcome outcome = shell().baton("drill", "--dry-run");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).contains("PROVED", "This would be done:", "clients notice: evs1, in step 1");
        assertThat(cluster.requests()).isEmpty();
    }

    @Test
    void a_machine_reads_what_is_planned_and_what_came_of_it() {
        drills(true);
        Outcome outcome = shell().baton("drill", "--yes", "--json");
        assertThat(outcome.out().lines().toList().getFirst()).contains("\"verdict\":\"PROVED\"",
                "{\"node\":\"node4\",\"against\":[]}", "\"outages\":{\"evs1\":2");
        assertThat(outcome.out().lines().toList().getLast()).contains("\"passed\":true", "\"state\":\"passed\"");
    }

    @Test
    void a_refusal_of_the_leader_is_its_own_sentence() {
        cluster.answers((_, _) -> SpokenCluster.refused(new RequestReason.RunIsOn(RUN, "a start of drill")));
        Outcome outcome = shell().baton("drill", "--yes");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("baton: refused: a start of drill while run drill-1 is on (law 10, frozen "
                + "during a run). wait for its end, or: baton upgrade abort.\n");
    }

    @Test
    void where_no_group_may_go_anywhere_nothing_is_asked() {
        try (SpokenCluster full = new SpokenCluster(Scenes.moved(Scenes.fourNodes(), Scenes.group(1),
                Scenes.node(4)))) {
            Outcome outcome = Shell.at(directory).baton("drill", "-g", "evs9", "--api", full.url());
            assertThat(outcome.exit()).isEqualTo(2);
            assertThat(outcome.err()).startsWith("baton: there is no group 'evs9'; known: evs1, evs2, evs3.");
        }
    }
}
