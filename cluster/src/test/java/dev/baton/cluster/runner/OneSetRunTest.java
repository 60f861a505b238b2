package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.cluster.lab.LabRun;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs that save two of three groups as one consistent set: four nodes, a user of each group on its owner and one
/// outside the cluster.
final class OneSetRunTest {

    private static final List<String> SET = List.of("Quiesce", "Quiesce", "Quiesce", "Quiesce", "Backup", "Backup",
            "Unquiesce", "Unquiesce", "Unquiesce", "Unquiesce");

    private final Lab lab = Lab.atRest(Documents.savedTogether(4, 3));
    private final LabRun run = new LabRun(lab);

    private static UpgradeSpec together() {
        return Documents.undoable().withTogether(Optional.of(UpgradeSpec.Together.of(List.of(new GroupId("evs2"),
                new GroupId("evs1")))));
    }

    private void nobodyIsSilent() {
        assertThat(lab.silent).isEmpty();
        assertThat(lab.image().groups().values()).allSatisfy(group -> {
            assertThat(group.placement().detachment()).isEmpty();
            assertThat(group.state().word()).isEqualTo("Online");
        });
    }

    /// What was done for sets and for conversions, in order.
    private List<String> works() {
        return lab.ran.stream().map(line -> line.split(" ")[1]).filter(work -> SET.contains(work)
                || work.equals("Install") || work.equals("Convert")).toList();
    }

    private static int beforeTheFirstChange() {
        return (int) new LabRun(Lab.atRest(Documents.savedTogether(4, 3))).plan(together()).stages().stream()
                .takeWhile(stage -> stage.steps().stream().noneMatch(Step.Install.class::isInstance))
                .mapToInt(stage -> stage.steps().size()).sum();
    }

    /// The steps of the first set, and the hold after it.
    static IntStream steps() {
        return IntStream.rangeClosed(0, beforeTheFirstChange());
    }

    @Test
    void a_run_saves_the_set_before_anything_is_changed_and_again_after_the_last_conversion() {
        run.start(together());
        run.awaitStatus("finished");
        nobodyIsSilent();
        run.assertEverywhere(Documents.NEW);
        assertThat(works().subList(0, SET.size())).isEqualTo(SET);
        List<String> after = works().subList(works().lastIndexOf("Convert"), works().size());
        assertThat(after.subList(after.indexOf("Quiesce"), after.size())).startsWith(SET.toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void an_abort_in_any_step_lets_everybody_go(int step) {
        run.startUntil(together(), step);
        lab.begin(new Request.AbortRun());
        run.awaitStatus("aborted");
        nobodyIsSilent();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void a_rollback_in_any_step_lets_everybody_go_and_silences_nobody_again(int step) {
        run.startUntil(together(), step);
        long silenced = silenced();
        run.rollBack();
        nobodyIsSilent();
        run.assertEverywhere(Documents.OLD);
        assertThat(silenced()).as("what was ordered may still be done").isLessThanOrEqualTo(silenced + 1);
    }

    private long silenced() {
        return works().stream().filter("Quiesce"::equals).count();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void a_run_whose_leader_is_lost_in_any_step_goes_on_to_its_end(int step) {
        run.startUntil(together(), step);
        lab.killLeader();
        run.awaitStatus("finished");
        nobodyIsSilent();
    }

    /// Somebody may have written between, so that what was saved by then is no set.
    @Test
    void a_set_whose_group_is_lost_while_it_is_saved_is_made_anew_as_a_whole() {
        lab.node("node1").hanging.add("Backup");
        run.start(together());
        run.awaitStep("back up evs1");
        lab.node("node1").kill();
        lab.await("evs1 is on node4", () -> lab.group("evs1").owner().equals(Optional.of(new NodeId("node4"))));
        lab.node("node1").hanging.clear();
        lab.node("node1").restart();
        lab.await("the run ends, or asks", () -> run.view().proposed().isPresent()
                || run.view().status().equals("finished"));
        run.view().proposed().ifPresent(plan -> lab.accepted(new Request.ApproveRun(Optional.of(plan.digest()))));
        run.awaitStatus("finished");
        nobodyIsSilent();
        run.assertEverywhere(Documents.NEW);
        List<String> before = works().subList(0, works().indexOf("Install"));
        assertThat(before.subList(SET.indexOf("Unquiesce"), before.size())).containsSubsequence(SET);
    }

    @Test
    void a_backup_that_fails_for_good_stops_the_run_and_an_abort_lets_everybody_go() {
        lab.node("node1").alwaysFailing.add("Backup");
        run.start(together());
        run.awaitStatus("stopped");
        assertThat(lab.silent).hasSize(4);
        assertThat(works()).doesNotContain("Install");
        lab.accepted(new Request.AbortRun());
        run.awaitStatus("aborted");
        nobodyIsSilent();
        run.assertEverywhere(Documents.OLD);
    }
}
