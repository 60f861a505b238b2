package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.controller.RunViews;
import dev.baton.cluster.lab.Whole;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClientWatch;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.journal.Entry;
import dev.baton.core.model.GroupId;
import dev.baton.core.report.RunReport;
import dev.baton.core.screen.ReportTail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// While a run is on somebody is in the clients' place, and its journal and report say when he had no answer. Real
/// agents and real controllers.
final class ClientsSeenTest {

    private static final GroupId EVS1 = new GroupId("evs1");

    private static RunReport report(Whole whole) {
        RunViews views = new RunViews();
        return views.report(whole.tree(), views.all(whole.tree()).getLast(), whole.now()).orElseThrow();
    }

    private static List<Entry.ClientsWaited> waits(Whole whole) {
        RunViews views = new RunViews();
        return views.journal(whole.tree(), views.all(whole.tree()).getLast()).stream()
                .filter(Entry.ClientsWaited.class::isInstance).map(Entry.ClientsWaited.class::cast).toList();
    }

    private static Optional<ClientWatch> watch(Whole whole) {
        return whole.tree().value(Paths.clients(EVS1), ClientWatch.class);
    }

    @Test
    void each_outage_is_told_as_clients_saw_it_and_nobody_asks_when_the_run_is_over() {
        Whole whole = Whole.asked(5);
        whole.accepted(new Request.StartRun(whole.plan()));
        whole.await("the end", whole::finished);
        assertThat(waits(whole)).hasSize(3).extracting(Entry.ClientsWaited::group).doesNotHaveDuplicates();
        RunReport report = report(whole);
        assertThat(report.outages()).hasSize(3).allSatisfy(outage -> {
            assertThat(outage.planned()).isTrue();
            assertThat(outage.seenBy()).isEqualTo(RunReport.SEEN_BY_BOTH);
            assertThat(outage.clients().orElseThrow()).isBetween(outage.lasted().minusSeconds(1),
                    outage.lasted().plusSeconds(4));
        });
        assertThat(new ReportTail(report, whole.now()).text()).contains("had no answer for");
        assertThat(whole.run().orElseThrow().groups()).allSatisfy(group -> assertThat(group.clients()).hasSize(1));
        whole.await("nobody is left", () -> watch(whole).isEmpty());
    }

    @Test
    void who_asks_where_the_cluster_is_led_follows_the_leader() {
        Whole whole = Whole.asked(6);
        whole.accepted(new Request.StartRun(whole.plan()));
        whole.await("somebody asks", () -> watch(whole).isPresent());
        String first = whole.leader().orElseThrow();
        assertThat(watch(whole).orElseThrow().node().value()).isEqualTo(first);
        whole.kill(first);
        whole.await("another asks", () -> watch(whole).filter(watch -> watch.number() == 2).isPresent());
        assertThat(watch(whole).orElseThrow().node().value()).isNotEqualTo(first);
        whole.start(first);
        whole.await("the end", whole::finished);
        assertThat(whole.world().breaches()).isEmpty();
        assertThat(waits(whole)).extracting(Entry.ClientsWaited::group).contains(EVS1, new GroupId("evs2"),
                new GroupId("evs3"));
    }

    @Test
    void what_only_clients_noticed_is_told_as_that() {
        Whole whole = Whole.asked(7);
        whole.accepted(new Request.StartRun(whole.plan()));
        whole.await("somebody asks", () -> watch(whole).isPresent());
        whole.world().run(Duration.ofSeconds(3));
        whole.silent(EVS1.value(), true);
        whole.world().run(Duration.ofSeconds(6));
        whole.silent(EVS1.value(), false);
        whole.await("the end", whole::finished);
        assertThat(report(whole).outages()).filteredOn(outage -> !outage.seenByAgents()).singleElement()
                .satisfies(outage -> {
                    assertThat(outage.group()).isEqualTo(EVS1);
                    assertThat(outage.planned()).isFalse();
                    assertThat(outage.lasted()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(9));
                });
        assertThat(new ReportTail(report(whole), whole.now()).text()).contains("only its clients noticed");
    }
}
