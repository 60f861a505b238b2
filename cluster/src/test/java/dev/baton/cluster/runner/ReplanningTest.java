package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.controller.RunViews;
import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.Waiver;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A run whose plan was overtaken: the plans that follow, who takes them, and what a lost leader leaves behind.
final class ReplanningTest {

    private static final RunId RUN = new RunId("h2-2-0-1");
    private final RunViews views = new RunViews();

    private RunView view(Lab lab) {
        return views.of(lab.tree(), RUN, lab.now()).orElseThrow();
    }

    private List<Entry> journal(Lab lab) {
        return views.journal(lab.tree(), RUN);
    }

    private void awaitStatus(Lab lab, String status) {
        lab.await("run " + status, () -> views.of(lab.tree(), RUN, lab.now())
                .filter(view -> view.status().equals(status)).isPresent());
    }

    private Lab started(UpgradeSpec.StopPoint... stops) {
        Lab lab = Lab.atRest(Documents.of(4, 3));
        Plan plan = ((Planning.Planned) Planner.plan(lab.image(), Documents.stoppingBefore(stops))).plan();
        lab.begin(new Request.StartRun(plan));
        return lab;
    }

    /// The owner of evs3 was lost before the first install and came back: evs3 is on node4, which the plan wants empty.
    private Lab overtaken() {
        Lab lab = started(UpgradeSpec.StopPoint.FIRST_INSTALL);
        awaitStatus(lab, "waiting");
        lab.node("node3").kill();
        lab.await("evs3 taken over", () -> lab.group("evs3").owner().equals(Optional.of(new NodeId("node4"))));
        lab.node("node3").restart();
        lab.begin(new Request.ApproveRun());
        return lab;
    }

    private void verifyTheEnd(Lab lab, String cut) {
        lab.await("the end, cut " + cut, () -> views.of(lab.tree(), RUN, lab.now())
                .filter(view -> view.ended().isPresent()).isPresent());
        assertThat(view(lab).status()).as(cut).isEqualTo("finished");
        assertThat(lab.image().members()).as(cut).allSatisfy(node -> {
            assertThat(node.version(Documents.PRODUCT)).contains(Documents.NEW);
            assertThat(node.holds()).isEmpty();
        });
        assertThat(lab.image().groups().values()).as(cut).allSatisfy(group -> {
            assertThat(group.format()).hasToString("2.0");
            assertThat(group.state().word()).isEqualTo("Online");
        });
        assertThat(lab.ran).as("no job runs twice, cut " + cut).doesNotHaveDuplicates();
        assertThat(lab.ran.stream().filter(line -> line.contains("Install"))).as(cut).hasSize(4);
        assertThat(lab.ran.stream().filter(line -> line.contains("Convert"))).as(cut).hasSize(3);
    }

    @Test
    void a_failover_beside_the_plan_makes_the_run_plan_anew_and_go_on_by_itself_past_its_stop_point() {
        Lab lab = overtaken();
        verifyTheEnd(lab, "nowhere");
        assertThat(view(lab).past()).singleElement().satisfies(past -> {
            assertThat(past.why()).contains("evs3 is on node4");
            assertThat(past.by()).isEqualTo("the run itself");
        });
        assertThat(view(lab).groups()).allSatisfy(group -> assertThat(group.seen().size())
                .isLessThanOrEqualTo(group.planned() + (group.group().value().equals("evs3") ? 1 : 0)));
        assertThat(lab.events()).anySatisfy(line -> assertThat(line).contains("has left the plan"))
                .anySatisfy(line -> assertThat(line).contains("taken by the run itself"));
    }

    @Test
    void a_plan_is_in_the_tree_before_the_entry_that_makes_it_current() {
        Lab lab = overtaken();
        lab.stepUntil("a proposal", () -> journal(lab).stream().anyMatch(Entry.Proposed.class::isInstance));
        Entry.Proposed proposed = journal(lab).stream().filter(Entry.Proposed.class::isInstance)
                .map(Entry.Proposed.class::cast).findFirst().orElseThrow();
        assertThat(journal(lab)).noneMatch(Entry.Replanned.class::isInstance);
        assertThat(lab.tree().children(Paths.blob(proposed.plan().digest()))).hasSize(proposed.plan().pieces());
        verifyTheEnd(lab, "nowhere");
    }

    @Test
    void a_run_that_plans_anew_goes_on_after_its_leader_was_lost_at_any_entry_since_the_approval() {
        Lab whole = overtaken();
        int from = journal(whole).size() + 1;
        verifyTheEnd(whole, "nowhere");
        int length = journal(whole).size();
        for (int cut = from; cut < length; cut += cut < from + 12 ? 1 : 7) {
            Lab lab = overtaken();
            int entries = cut;
            lab.stepUntil("entry " + cut, () -> journal(lab).size() >= entries);
            if (lab.hasLeader()) {
                lab.killLeader();
            }
            verifyTheEnd(lab, "after entry " + cut);
        }
    }

    /// A definition that was changed by consent is not in the plan that was accepted.
    private Lab asking() {
        Lab lab = started(UpgradeSpec.StopPoint.FIRST_CONVERT);
        awaitStatus(lab, "waiting");
        ClusterDocument document = Documents.of(4, 3);
        TreeMap<GroupId, GroupDefinition> groups = new TreeMap<>(document.groups());
        GroupDefinition first = groups.get(new GroupId("evs1"));
        groups.put(new GroupId("evs1"), new GroupDefinition(first.kind(), first.parameters(), first.resources(),
                new ArrayList<>(List.of(new NodeId("node2"))), first.possible(), true,
                first.terms()));
        lab.accepted(new Request.ApplyConfiguration(new ClusterDocument(document.settings(), document.kinds(),
                document.nodes(), groups), Optional.of(new Waiver(Waiver.FROZEN, "evs1 matters more now"))));
        lab.accepted(new Request.ApproveRun());
        awaitStatus(lab, "waiting");
        return lab;
    }

    @Test
    void a_plan_that_goes_beyond_what_was_accepted_waits_for_a_person_who_names_it() {
        Lab lab = asking();
        RunView view = view(lab);
        assertThat(view.waitingFor().orElseThrow()).contains("definition of group evs1",
                "baton upgrade approve  |  abort");
        RunView.ProposedPlan proposed = view.proposed().orElseThrow();
        assertThat(proposed.against()).singleElement().asString().contains("definition of group evs1 has changed");
        assertThat(lab.refused(new Request.ApproveRun()).getFirst()).contains("what was shown is what runs");
        assertThat(lab.refused(new Request.ApproveRun(Optional.of("0000000"))).getFirst())
                .contains("not of plan 0000000");
        lab.pass(Duration.ofMinutes(20));
        assertThat(view(lab).status()).isEqualTo("waiting");
        lab.accepted(new Request.ApproveRun(Optional.of(proposed.digest())));
        verifyTheEnd(lab, "nowhere");
        assertThat(view(lab).digest()).isEqualTo(proposed.digest());
        assertThat(view(lab).past()).singleElement().satisfies(past -> assertThat(past.by()).isEqualTo("tester"));
    }

    @Test
    void a_run_that_asks_about_its_next_plan_can_be_aborted() {
        Lab lab = asking();
        lab.accepted(new Request.AbortRun());
        awaitStatus(lab, "aborted");
        assertThat(lab.image().nodes().values()).allSatisfy(node -> assertThat(node.holds()).isEmpty());
        assertThat(lab.image().groups().values()).allSatisfy(group ->
                assertThat(group.state().word()).isEqualTo("Online"));
    }

    @Test
    void a_run_that_asks_does_not_ask_when_the_cluster_comes_back_to_its_plan() {
        Lab lab = asking();
        lab.accepted(new Request.ApplyConfiguration(Documents.of(4, 3), Optional.of(new Waiver(Waiver.FROZEN,
                "as it was"))));
        verifyTheEnd(lab, "nowhere");
        assertThat(view(lab).past()).isEmpty();
    }
}
