package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.cluster.lab.LabRun;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.Claim;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.UpgradeSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Runs that change nodes under their groups: three nodes, a group on each, and no node to spare.
final class InPlaceRunTest {

    private static final NodeId NODE1 = new NodeId("node1");
    private final Lab lab = Lab.atRest(Documents.inPlace(3, 3, DataMode.STRICT));
    private final LabRun run = new LabRun(lab);

    private void awaitOrder(String node, String word) {
        lab.await(word + " on " + node, () -> run.view().stages().stream().flatMap(stage -> stage.steps().stream())
                .anyMatch(step -> step.state().equals("now") && step.text().startsWith(word)
                        && step.text().contains(node)));
    }

    private Optional<NodeId> claimed(String group) {
        return lab.group(group).claim().map(Claim::node);
    }

    private void everyGroupRuns(String format) {
        assertThat(lab.image().groups().values()).allSatisfy(group -> {
            assertThat(group.state().word()).isEqualTo("Online");
            assertThat(group.format()).hasToString(format);
        });
        assertThat(lab.image().nodes().values()).allSatisfy(node -> assertThat(node.holds()).isEmpty());
    }

    @Test
    void a_run_changes_each_node_under_its_group_which_is_offline_and_converts_it_there() {
        lab.node("node1").hanging.add("Install");
        run.start(Documents.upgrade());
        awaitOrder("node1", "install");
        assertThat(lab.group("evs1").state().word()).isEqualTo("Offline");
        assertThat(claimed("evs1")).contains(NODE1);
        assertThat(lab.image().node(NODE1).closed()).isTrue();
        lab.node("node1").hanging.clear();
        lab.node("node1").installed(Documents.OLD);
        run.awaitStatus("finished");
        everyGroupRuns("2.0");
        assertThat(lab.image().groups().values()).extracting(GroupImage::owner).containsExactly(Optional.of(NODE1),
                Optional.of(new NodeId("node2")), Optional.of(new NodeId("node3")));
        assertThat(run.view().groups()).allSatisfy(group -> assertThat(group.seen()).hasSize(1));
    }

    @Test
    void a_group_whose_node_is_away_while_it_is_changed_waits_for_it_and_the_machine_is_not_given_up() {
        lab.node("node1").hanging.add("Install");
        run.start(Documents.upgrade());
        awaitOrder("node1", "install");
        lab.node("node1").kill();
        lab.await("node1 is down", () -> !lab.image().node(NODE1).up());
        lab.pass(Duration.ofMinutes(5));
        assertThat(claimed("evs1")).contains(NODE1);
        assertThat(lab.group("evs1").placement().owner()).contains(NODE1);
        assertThat(lab.group("evs1").state().word()).isEqualTo("Offline");
        lab.node("node1").hanging.clear();
        lab.node("node1").restart();
        run.awaitStatus("finished");
        everyGroupRuns("2.0");
    }

    @Test
    void a_node_whose_change_fails_for_good_is_undone_and_its_group_runs_there_as_before() {
        lab.node("node1").alwaysFailing.add("SelfTest");
        run.start(Documents.undoingOnFailure());
        run.awaitStatus("stopped");
        lab.await("evs1 runs again", () -> lab.group("evs1").state().word().equals("Online"));
        assertThat(lab.image().node(NODE1).version(Documents.PRODUCT)).contains(Documents.OLD);
        everyGroupRuns("1.0");
        lab.node("node1").alwaysFailing.clear();
        lab.accepted(new Request.ResumeRun());
        run.awaitStatus("finished");
        everyGroupRuns("2.0");
    }

    @Test
    void an_aborted_run_brings_the_group_up_after_the_node_was_undone_and_not_before() {
        lab.node("node1").hanging.add("SelfTest");
        run.start(Documents.undoable());
        awaitOrder("node1", "self-test");
        lab.accepted(new Request.AbortRun());
        run.awaitStatus("aborted");
        everyGroupRuns("1.0");
        List<String> events = lab.events();
        int undone = events.indexOf("release node1");
        assertThat(undone).isPositive();
        assertThat(events.subList(0, undone)).noneMatch(line -> line.contains("bring all of evs1 online"));
        assertThat(events.subList(undone, events.size())).anyMatch(line -> line.contains("bring all of evs1 online"));
    }

    @Test
    void an_aborted_run_leaves_a_group_down_on_a_node_that_could_not_be_undone_until_a_person_lets_it_go() {
        lab.node("node1").hanging.add("SelfTest");
        run.start(Documents.upgrade());
        awaitOrder("node1", "self-test");
        lab.accepted(new Request.AbortRun());
        run.awaitStatus("aborted");
        assertThat(lab.image().node(NODE1).closed()).isTrue();
        assertThat(lab.image().node(NODE1).holds().values()).allSatisfy(hold -> assertThat(hold.reason())
                .contains("baton node resume node1"));
        assertThat(lab.group("evs1").placement().owner()).contains(NODE1);
    }

    @Test
    void the_way_back_takes_the_group_offline_once_more_and_a_person_agrees_to_that() {
        Lab compatible = Lab.atRest(Documents.inPlace(2, 1, DataMode.COMPATIBLE));
        LabRun there = new LabRun(compatible);
        there.start(Documents.undoable(UpgradeSpec.StopPoint.FINALIZE));
        there.awaitStatus("waiting");
        compatible.accepted(new Request.RollbackRun());
        compatible.await("a proposal", () -> there.view().proposed().isPresent());
        RunView.ProposedPlan back = there.view().proposed().orElseThrow();
        assertThat(back.against()).hasSize(1).allSatisfy(why -> assertThat(why).contains("1 outage"));
        compatible.accepted(new Request.ApproveRun(Optional.of(back.digest())));
        there.awaitStatus("rolled-back");
        assertThat(compatible.group("evs1").state().word()).isEqualTo("Online");
        assertThat(compatible.image().members()).allSatisfy(node ->
                assertThat(node.version(Documents.PRODUCT)).contains(Documents.OLD));
    }

    @Test
    void nobody_brings_a_group_online_while_its_node_is_changed_under_it() {
        lab.accepted(new Request.GroupIntent(new GroupId("evs1"), false));
        lab.await("evs1 is offline", () -> lab.group("evs1").state().word().equals("Offline"));
        lab.node("node1").hanging.add("Install");
        run.start(Documents.upgrade());
        awaitOrder("node1", "install");
        assertThat(lab.refused(new Request.GroupIntent(new GroupId("evs1"), true)).getFirst())
                .contains("law 3", "node1 is released");
    }
}
