package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.Waiver;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.JobId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Data that is brought back from what a run saved: the way back after the point of no return.
final class RestorationTest {

    private static final GroupId EVS1 = new GroupId("evs1");
    private static final NodeId NODE1 = new NodeId("node1");
    private static final RunId RUN = new RunId("h2-2-0-1");

    private static final List<GroupId> SET = List.of(EVS1, new GroupId("evs2"));

    private final Lab lab = Lab.atRest(Documents.savedTogether(4, 3));
    private final PlanBasis origin = PlanBasis.of(lab.image());
    private final RunViews views = new RunViews();

    private Optional<RunView> view() {
        return views.of(lab.tree(), RUN, lab.now());
    }

    private boolean is(String status) {
        return view().filter(view -> view.status().equals(status)).isPresent();
    }

    /// A run has converted evs1 on node4, which is upgraded, and is paused there.
    private void beyondThePoint() {
        beyondThePoint(Documents.undoable());
    }

    private void beyondThePoint(UpgradeSpec spec) {
        Plan plan = ((Planning.Planned) Planner.plan(lab.image(), spec)).plan();
        lab.begin(new Request.StartRun(plan));
        lab.stepUntil("converted", () -> lab.group("evs1").format().toString().equals("2.0"));
        lab.begin(new Request.PauseRun());
        lab.stepUntil("paused", () -> is("paused"));
        lab.await("it rests", () -> lab.group("evs1").state().word().equals("Online")
                && lab.image().inConversion().isEmpty());
    }

    /// A node of the old version has the group, and nothing opens its data.
    private void closedOnNode1() {
        lab.accepted(new Request.ResourceIntent(EVS1, Documents.DATABASE, false));
        lab.await("partial", () -> lab.group("evs1").state().word().equals("Partial"));
        lab.accepted(new Request.MoveGroup(EVS1, Optional.of(NODE1), Optional.of(new Waiver(Waiver.FROZEN,
                "the new version loses mail"))));
        lab.await("on node1", () -> lab.group("evs1").owner().equals(Optional.of(NODE1))
                && lab.group("evs1").state().word().equals("Partial"));
    }

    private static Request restore(String... format) {
        return new Request.RestoreGroup(EVS1, format.length == 0 ? Optional.empty()
                : Optional.of(new Version(format[0])), Optional.empty());
    }

    private static Request restoreCopy(JobId copy) {
        return new Request.RestoreGroup(EVS1, Optional.empty(), Optional.of(copy));
    }

    @Test
    void what_a_run_saved_before_it_converted_is_brought_back_by_hand_and_then_the_run_is_rolled_back() {
        beyondThePoint();
        assertThat(lab.refused(new Request.RollbackRun()).toString()).contains("baton group restore evs1");
        assertThat(lab.refused(restore())).satisfiesExactly(
                first -> assertThat(first).contains("baton resource offline evs1 database"),
                second -> assertThat(second).contains("data of format 1.0 would be on node4, which has h2 2.0",
                        "baton group move evs1 node1 --override frozen"));
        closedOnNode1();
        Answer.Accepted answer = lab.accepted(restore());
        assertThat(answer.ids()).containsEntry("format", "1.0");
        lab.await("brought back", () -> lab.group("evs1").format().toString().equals("1.0"));
        assertThat(lab.refused(new Request.ResourceIntent(EVS1, Documents.DATABASE, true)).getFirst())
                .contains("law 10", "evs1 is brought online while run h2-2-0-1 is on");
        lab.accepted(new Request.RollbackRun());
        lab.await("the end", () -> is("rolled-back"));
        lab.accepted(new Request.ResourceIntent(EVS1, Documents.DATABASE, true));
        lab.await("online", () -> lab.group("evs1").state().word().equals("Online"));
        assertThat(origin.differences(PlanBasis.of(lab.image()))).isEmpty();
    }

    @Test
    void only_a_copy_that_a_run_saved_is_brought_back_and_one_that_no_node_opens_is_marked() {
        assertThat(lab.refused(restore()).getFirst()).contains("no run has saved evs1");
        lab.begin(new Request.StartRun(((Planning.Planned) Planner.plan(lab.image(), Documents.upgrade())).plan()));
        lab.await("the end", () -> is("finished"));
        assertThat(lab.refused(restore("1.7")).getFirst()).contains("of evs1 there is: 1.0 (saved on node1 as "
                + "h2-2-0-1.", "; not to be restored: no node opens it); 2.0 (saved on node4 as h2-2-0-1.",
                "; opened by node1 or node2 or node3 or node4)");
        assertThat(lab.refused(restore())).anyMatch(reason -> reason.contains("bring h2 of a node back to a version"));
        assertThat(lab.refused(restore("2.0"))).anyMatch(reason -> reason.contains("the data of evs1 is 2.0"));
    }

    /// The copies of a set were made before the one of each conversion, and are brought back by name.
    @Test
    void of_several_copies_of_one_format_the_one_that_is_named_is_brought_back() {
        beyondThePoint(Documents.undoable().withTogether(Optional.of(UpgradeSpec.Together.of(SET))));
        closedOnNode1();
        String copies = lab.refused(restoreCopy(new JobId("other"))).getFirst();
        assertThat(copies).contains("1.0 (saved on node1 as h2-2-0-1.3.1;", "1.0 (saved on node1 as h2-2-0-1.14.1;");
        Answer.Accepted answer = lab.accepted(restoreCopy(new JobId("h2-2-0-1.3.1")));
        assertThat(answer.toString()).contains("as h2-2-0-1.3.1 saved it");
        lab.await("brought back", () -> lab.group("evs1").format().toString().equals("1.0"));
    }

    @Test
    void where_no_node_that_opens_the_copy_may_have_the_group_that_is_said_in_place_of_a_move() {
        beyondThePoint();
        lab.accepted(new Request.PauseNode(NODE1, "its disk is replaced"));
        assertThat(lab.refused(restore())).anyMatch(reason -> reason.contains("see to it that node1 or node2 or node3 "
                + "may have it (baton why evs1), then: baton group move evs1 ..."));
    }

    @Test
    void while_the_run_goes_on_nothing_is_brought_back() {
        lab.begin(new Request.StartRun(((Planning.Planned) Planner.plan(lab.image(), Documents.stoppingBefore(
                UpgradeSpec.StopPoint.FIRST_INSTALL))).plan()));
        lab.await("it waits for a person", () -> view().flatMap(RunView::waitingFor).isPresent());
        assertThat(lab.refused(restore()).getFirst()).contains("law 10", "while run h2-2-0-1 goes on");
    }

    @Test
    void a_way_back_that_fails_leaves_the_data_as_it_was() {
        beyondThePoint();
        closedOnNode1();
        lab.node("node1").failing.add("Convert");
        lab.accepted(restore());
        lab.await("over", () -> lab.events().stream().anyMatch(line -> line.contains("came to nothing")));
        assertThat(lab.group("evs1").format()).hasToString("2.0");
    }
}
