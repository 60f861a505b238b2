package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.controller.RunViews;
import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.cluster.lab.LabRun;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.Entry;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The journal is cut by taking the leader away; the next one has nothing but the tree.
final class LeaderLossTest {

    private static final RunId RUN = new RunId("h2-2-0-1");
    private final RunViews views = new RunViews();

    /// Three nodes and one group: every kind of step, and a journal short enough to be cut everywhere.
    private static Lab started() {
        Lab lab = Lab.atRest(Documents.of(3, 1));
        Plan plan = ((Planning.Planned) Planner.plan(lab.image(), Documents.upgrade())).plan();
        lab.begin(new Request.StartRun(plan));
        return lab;
    }

    private List<Entry> journal(Lab lab) {
        return views.journal(lab.tree(), RUN);
    }

    /// Counts entries without reading them: each carries one time.
    private static int entries(Lab lab) {
        return lab.tree().children(dev.baton.coordination.tree.Paths.journal(RUN)).stream()
                .mapToInt(path -> lab.tree().entry(path).orElseThrow().data().text().split("\"at\":", -1).length - 1)
                .sum();
    }

    private boolean ended(Lab lab) {
        return views.of(lab.tree(), RUN, lab.now()).filter(view -> view.ended().isPresent()).isPresent();
    }

    private void verifyTheEnd(Lab lab, String cut) {
        lab.await("the end of the run cut " + cut, () -> ended(lab));
        List<Entry> journal = journal(lab);
        assertThat(journal.getLast()).as(cut).isInstanceOf(Entry.Finished.class);
        assertThat(lab.image().members()).as(cut).allSatisfy(node ->
                assertThat(node.version(Documents.PRODUCT)).contains(Documents.NEW));
        assertThat(lab.image().groups().values()).as(cut).allSatisfy(group -> {
            assertThat(group.format()).hasToString("2.0");
            assertThat(group.state().word()).isEqualTo("Online");
        });
        assertThat(lab.image().nodes().values()).as(cut).allSatisfy(node -> assertThat(node.holds()).isEmpty());
        assertThat(lab.ran).as("no job runs twice, cut " + cut).doesNotHaveDuplicates();
        assertThat(lab.ran.stream().filter(line -> line.contains("Install"))).as(cut).hasSize(3);
        assertThat(lab.ran.stream().filter(line -> line.contains("Convert"))).as(cut).hasSize(1);
        List<Integer> passed = journal.stream().filter(Entry.Succeeded.class::isInstance)
                .map(entry -> ((Entry.Succeeded) entry).step()).toList();
        assertThat(passed).as(cut).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void a_run_goes_on_after_its_leader_was_lost_at_any_entry_of_the_journal() {
        Lab whole = started();
        verifyTheEnd(whole, "nowhere");
        int length = journal(whole).size();
        assertThat(entries(whole)).isEqualTo(length);
        assertThat(length).isGreaterThan(30);
        for (int cut = 1; cut < length; cut++) {
            Lab lab = started();
            int entries = cut;
            lab.stepUntil("entry " + cut, () -> entries(lab) >= entries);
            if (lab.hasLeader()) {
                lab.killLeader();
            }
            verifyTheEnd(lab, "after entry " + cut);
        }
    }

    @Test
    void a_run_goes_on_after_its_leader_was_lost_at_any_moment() {
        for (int moment = 5; moment < 700; moment += 23) {
            Lab lab = started();
            lab.steps(moment);
            if (lab.hasLeader()) {
                NodeId lost = lab.killLeader();
                lab.await("another leader than " + lost, lab::hasLeader);
            }
            if (journal(lab).isEmpty()) {
                continue;
            }
            verifyTheEnd(lab, "at moment " + moment);
        }
    }

    /// Nothing is written while a run rests; when the last entry was written says nothing of when a group went down.
    @Test
    void an_outage_that_began_under_a_leader_that_was_lost_is_as_long_as_the_others_saw_it() {
        Lab lab = Lab.atRest(Documents.of(4, 1));
        LabRun run = new LabRun(lab);
        run.start(Documents.stoppingBefore(UpgradeSpec.StopPoint.FIRST_INSTALL));
        run.awaitStatus("waiting");
        lab.pass(Duration.ofMinutes(40));
        int before = run.journal().size();
        List.of("node2", "node3", "node4").forEach(name -> lab.node(name).broken.add("evs1"));
        lab.node("node1").kill();
        lab.await("evs1 to be down", () -> !lab.group("evs1").state().word().equals("Online"));
        lab.pass(Duration.ofSeconds(20));
        NodeId lost = lab.killLeader();
        lab.await("another leader than " + lost, lab::hasLeader);
        assertThat(run.journal().stream().skip(before).filter(Entry.OutageSeen.class::isInstance)).isEmpty();

        List.of("node2", "node3", "node4").forEach(name -> lab.node(name).broken.clear());
        lab.ask(new Request.ClearFailure(new GroupId("evs1")));
        lab.await("evs1 to be up", () -> lab.group("evs1").state().word().equals("Online"));
        lab.settle();

        assertThat(run.journal().stream().skip(before).filter(Entry.OutageSeen.class::isInstance)
                .map(Entry.OutageSeen.class::cast)).singleElement().satisfies(outage -> assertThat(outage.lasted())
                        .isBetween(Duration.ofSeconds(20), Duration.ofMinutes(1)));
    }
}
