package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.cluster.lab.LabRun;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.report.RunReport;
import dev.baton.core.screen.ReportPaper;
import dev.baton.core.screen.ReportTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Reports of runs that real controllers carried out. Their goldens are rewritten by `-Dgolden=update`; the difference
/// is then reviewed like code.
final class RunReportTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

    private static void golden(String name, String text) throws IOException {
        Path file = GOLDEN.resolve(name);
        if ("update".equals(System.getProperty("golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, text);
        }
        assertThat(text).as("%s (rewrite with -Dgolden=update)", file).isEqualTo(Files.readString(file));
    }

    private static RunReport report(Lab lab) {
        RunViews views = new RunViews();
        RunId run = views.all(lab.tree()).getLast();
        RunReport report = views.report(lab.tree(), run, lab.now()).orElseThrow();
        RunReport.Times times = report.times();
        assertThat(times.steps().plus(times.soaks()).plus(times.waits()).plus(times.own())).isEqualTo(times.wall());
        assertThat(times.own()).isBetween(Duration.ZERO, times.wall());
        assertThat(Json.read(Json.text(report), RunReport.class)).isEqualTo(report);
        report.run().groups().forEach(group -> assertThat(report.outages().stream().filter(outage -> outage.group()
                .equals(group.group())).map(RunReport.Outage::lasted))
                .containsExactlyInAnyOrderElementsOf(group.seen()));
        assertThat(new ReportTail(report, lab.now()).text().lines()).allMatch(line -> line.length() <= 80);
        return report;
    }

    private static RunReport.Outage only(RunReport report, String group) {
        return report.outages().stream().filter(outage -> outage.group().value().equals(group))
                .reduce((_, _) -> {
                    throw new AssertionError(report.outages());
                }).orElseThrow();
    }

    @Test
    void a_finished_run_tells_of_one_planned_outage_for_each_group() throws IOException {
        Lab lab = Lab.atRest(Documents.of(4, 3)).paced();
        LabRun run = new LabRun(lab);
        run.start(Documents.upgrade());
        run.awaitStatus("finished");
        RunReport report = report(lab);
        assertThat(report.outages()).hasSize(3).allMatch(RunReport.Outage::planned);
        assertThat(only(report, "evs1").cause()).isEqualTo("step 2: move evs1 node1 -> node4, convert to 2.0");
        assertThat(report.groups().getFirst().owners()).extracting(tenure -> tenure.node().value())
                .containsExactly("node1", "node4");
        golden("report-finished.md", new ReportPaper(report).markdown());
        golden("report-finished.html", new ReportPaper(report).html());
        golden("report-finished.txt", new ReportTail(report, lab.now()).text());
        golden("report-finished.json", Json.text(report) + "\n");
    }

    @Test
    void a_run_that_asked_a_person_tells_who_answered_and_that_waiting_is_no_overhead() throws IOException {
        Lab lab = Lab.atRest(Documents.of(4, 3)).paced();
        LabRun run = new LabRun(lab);
        run.start(Documents.stoppingBefore(UpgradeSpec.StopPoint.FIRST_INSTALL));
        run.awaitStatus("waiting");
        lab.pass(Duration.ofMinutes(20));
        lab.node("node4").alwaysFailing.add("SelfTest");
        lab.accepted(new Request.ApproveRun());
        run.awaitStatus("stopped");
        lab.pass(Duration.ofMinutes(7));
        lab.node("node4").alwaysFailing.clear();
        lab.accepted(new Request.ResumeRun());
        run.awaitStatus("finished");
        RunReport report = report(lab);
        assertThat(report.times().waits()).isGreaterThanOrEqualTo(Duration.ofMinutes(27));
        assertThat(report.decisions()).anyMatch(one -> one.who().equals("tester")
                && one.what().equals("approved the first install"))
                .anyMatch(one -> one.what().startsWith("stopped at"));
        assertThat(report.phases()).anyMatch(RunReport.Phase::rests);
        golden("report-asked.md", new ReportPaper(report).markdown());
    }

    @Test
    void a_run_that_was_rolled_back_tells_of_both_ways() throws IOException {
        Lab lab = Lab.atRest(Documents.compatible(3, 2)).paced();
        LabRun run = new LabRun(lab);
        run.start(Documents.undoable());
        lab.await("the second node", () -> run.view().stages().stream().anyMatch(stage -> stage.number() == 3
                && !stage.state().equals("pending")));
        run.rollBack();
        RunReport report = report(lab);
        assertThat(report.decisions()).anyMatch(one -> one.what().equals("turned it back"));
        assertThat(report.nodes()).allMatch(node -> node.before().equals(node.now()));
        assertThat(report.groups()).allMatch(group -> group.owners().getFirst().node()
                .equals(group.owners().getLast().node()));
        golden("report-rolled-back.md", new ReportPaper(report).markdown());
    }

    @Test
    void an_aborted_run_tells_of_the_node_that_was_lost_and_of_what_was_done_about_it() throws IOException {
        Lab lab = Lab.atRest(Documents.compatible(4, 3)).paced();
        LabRun run = new LabRun(lab);
        run.start(Documents.undoable());
        run.awaitStep("install");
        lab.pass(Duration.ofSeconds(20));
        lab.node("node2").kill();
        lab.await("evs2 elsewhere", () -> lab.group("evs2").owner().filter(owner -> !owner.equals(new NodeId("node2")))
                .isPresent() && lab.group("evs2").state().word().equals("Online"));
        lab.pass(Duration.ofSeconds(5));
        lab.accepted(new Request.AbortRun());
        run.awaitStatus("aborted");
        RunReport report = report(lab);
        RunReport.Outage outage = only(report, "evs2");
        assertThat(outage.planned()).isFalse();
        assertThat(outage.cause()).contains("node2");
        assertThat(outage.owner()).isEqualTo(lab.group("evs2").owner());
        golden("report-aborted.md", new ReportPaper(report).markdown());
    }
}
