package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.controller.RunViews;
import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A run that is taken back to where it began, from wherever it is before the point of no return.
final class RollbackTest {

    private static final RunId RUN = new RunId("h2-2-0-1");
    private final RunViews views = new RunViews();

    /// A run that has just been asked for, and the cluster before it.
    private record Case(Lab lab, PlanBasis origin) {}

    private static Case started(ClusterDocument document, UpgradeSpec spec) {
        Lab lab = Lab.atRest(document);
        PlanBasis origin = PlanBasis.of(lab.image());
        Plan plan = ((Planning.Planned) Planner.plan(lab.image(), spec)).plan();
        lab.begin(new Request.StartRun(plan));
        return new Case(lab, origin);
    }

    private List<Entry> journal(Lab lab) {
        return views.journal(lab.tree(), RUN);
    }

    private Optional<RunView> view(Lab lab) {
        return views.of(lab.tree(), RUN, lab.now());
    }

    private boolean is(Lab lab, String status) {
        return view(lab).filter(view -> view.status().equals(status)).isPresent();
    }

    private boolean asks(Lab lab) {
        return view(lab).flatMap(RunView::proposed).filter(plan -> !plan.against().isEmpty()).isPresent();
    }

    /// Asks for the way back, of whoever leads, while the run goes on; returns whether it was still on by then.
    private boolean turnBack(Lab lab) {
        while (!turned(lab) && !is(lab, "finished")) {
            lab.stepUntil("a leader", lab::hasLeader);
            lab.begin(new Request.RollbackRun());
            lab.steps(40);
        }
        return turned(lab);
    }

    private boolean turned(Lab lab) {
        return journal(lab).stream().anyMatch(Entry.RollbackAsked.class::isInstance);
    }

    private void rolledBack(Case one, String cut) {
        Lab lab = one.lab();
        lab.await("an end or a question, " + cut, () -> is(lab, "rolled-back") || asks(lab));
        if (asks(lab)) {
            String plan = view(lab).flatMap(RunView::proposed).orElseThrow().digest();
            lab.accepted(new Request.ApproveRun(Optional.of(plan)));
        }
        lab.await("the end, " + cut, () -> is(lab, "rolled-back"));
        assertThat(one.origin().differences(PlanBasis.of(lab.image()))).as(cut).isEmpty();
        assertThat(lab.image().groups().values()).as(cut).allSatisfy(group ->
                assertThat(group.state().word()).isEqualTo("Online"));
        assertThat(lab.ran).as("no job runs twice, " + cut).doesNotHaveDuplicates();
    }

    private int lengthOf(ClusterDocument document, UpgradeSpec spec) {
        Case whole = started(document, spec);
        whole.lab().await("the end", () -> is(whole.lab(), "finished"));
        return journal(whole.lab()).size();
    }

    @Test
    void a_run_is_rolled_back_from_every_entry_of_its_journal() {
        ClusterDocument document = Documents.compatible(3, 2);
        int length = lengthOf(document, Documents.undoable());
        int turned = 0;
        for (int cut = 3; cut < length; cut++) {
            Case one = started(document, Documents.undoable());
            int entries = cut;
            one.lab().stepUntil("entry " + cut, () -> journal(one.lab()).size() >= entries);
            if (turnBack(one.lab())) {
                rolledBack(one, "after entry " + cut);
                turned++;
            }
        }
        assertThat(turned).isGreaterThan(length - 10);
    }

    @Test
    void a_rollback_goes_on_after_its_leader_was_lost_at_any_entry() {
        Case whole = started(Documents.compatible(4, 3), Documents.undoable(UpgradeSpec.StopPoint.FIRST_INSTALL));
        int from = turnedBack(whole);
        rolledBack(whole, "nowhere");
        int length = journal(whole.lab()).size();
        assertThat(length).isGreaterThan(from + 10);
        for (int cut = from + 1; cut < length; cut += 3) {
            Case one = started(Documents.compatible(4, 3), Documents.undoable(UpgradeSpec.StopPoint.FIRST_INSTALL));
            turnedBack(one);
            int entries = cut;
            one.lab().stepUntil("entry " + cut, () -> journal(one.lab()).size() >= entries || asks(one.lab()));
            if (one.lab().hasLeader()) {
                one.lab().killLeader();
            }
            rolledBack(one, "cut after entry " + cut);
        }
    }

    /// Turns the run back in its fourth stage: one node is upgraded, one group has moved there, a second is changed.
    private int turnedBack(Case one) {
        Lab lab = one.lab();
        lab.await("the stop point", () -> is(lab, "waiting"));
        lab.begin(new Request.ApproveRun());
        lab.stepUntil("the fourth stage", () -> view(lab).orElseThrow().stages().stream()
                .anyMatch(stage -> stage.number() == 4 && !stage.state().equals("pending")));
        assertThat(turnBack(lab)).isTrue();
        return journal(lab).size();
    }

    @Test
    void a_group_that_failed_over_meanwhile_is_brought_home() {
        Case one = started(Documents.compatible(4, 2), Documents.undoable(UpgradeSpec.StopPoint.FIRST_INSTALL));
        turnedBack(one);
        Lab lab = one.lab();
        lab.node("node2").kill();
        lab.await("evs2 is elsewhere", () -> lab.group("evs2").owner().filter(node -> !node.value().equals("node2"))
                .isPresent() && lab.group("evs2").state().word().equals("Online"));
        lab.node("node2").restart();
        rolledBack(one, "after the loss of node2");
        assertThat(view(lab).orElseThrow().stages()).anySatisfy(stage ->
                assertThat(stage.title()).startsWith("move evs2").endsWith("-> node2"));
    }

    @Test
    void a_failed_install_is_rolled_back() {
        Case one = started(Documents.of(4, 3), Documents.undoable(UpgradeSpec.StopPoint.FIRST_INSTALL));
        Lab lab = one.lab();
        lab.await("the stop point", () -> is(lab, "waiting"));
        lab.node("node4").alwaysFailing.add("SelfTest");
        lab.accepted(new Request.ApproveRun());
        lab.await("stopped", () -> is(lab, "stopped"));
        lab.node("node4").alwaysFailing.clear();
        lab.accepted(new Request.RollbackRun());
        rolledBack(one, "at a failed self-test");
        assertThat(view(lab).orElseThrow().groups()).allSatisfy(group -> assertThat(group.seen()).isEmpty());
    }

    @Test
    void there_is_no_way_back_after_the_point_of_no_return_nor_without_an_undo() {
        Case converted = started(Documents.of(4, 3), Documents.undoable(UpgradeSpec.StopPoint.EACH_NODE));
        Lab lab = converted.lab();
        lab.await("the stop point", () -> is(lab, "waiting"));
        lab.accepted(new Request.ApproveRun());
        lab.await("evs1 is converted", () -> lab.group("evs1").format().toString().equals("2.0"));
        assertThat(lab.refused(new Request.RollbackRun()).getFirst()).contains("the data of evs1 was 1.0",
                "is 2.0", "point of no return");
        Lab other = started(Documents.of(4, 3), Documents.stoppingBefore(UpgradeSpec.StopPoint.FIRST_CONVERT)).lab();
        other.await("the stop point", () -> is(other, "waiting"));
        assertThat(other.refused(new Request.RollbackRun()).getFirst()).contains("names no undo for h2");
    }
}
