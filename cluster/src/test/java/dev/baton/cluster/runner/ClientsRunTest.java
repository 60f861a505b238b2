package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.cluster.lab.LabRun;
import dev.baton.cluster.lab.SimpleNode;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunView;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A run asks in the clients' place: before it touches anything, and after each outage that it planned.
final class ClientsRunTest {

    private static List<String> asked(Lab lab) {
        return lab.ran.stream().filter(line -> line.contains("Ask")).toList();
    }

    private static RunView.StepLine failed(LabRun run) {
        return run.view().stages().stream().flatMap(stage -> stage.steps().stream())
                .filter(step -> step.state().equals("failed")).findFirst().orElseThrow();
    }

    @Test
    void clients_are_asked_from_their_place_before_the_first_step_and_after_each_move() {
        for (String place : List.of("node4", "leader", "owner", "ssh:app1")) {
            Lab lab = Lab.atRest(Documents.asked(4, 3, place));
            LabRun run = new LabRun(lab);
            String leader = lab.leader().id().value();
            run.start(Documents.upgrade());
            run.awaitStatus("finished");
            long moves = run.journal().stream().filter(Entry.OutageSeen.class::isInstance).count();
            assertThat(moves).as(place).isEqualTo(3);
            assertThat(asked(lab)).as(place).hasSize(6);
            String from = switch (place) {
                case "node4" -> "node4";
                case "owner" -> "node";
                default -> leader;
            };
            assertThat(asked(lab).subList(0, 3)).as(place).allSatisfy(line -> assertThat(line).startsWith(from));
            assertThat(lab.ran.indexOf(asked(lab).get(2))).as("before anything is touched, " + place)
                    .isLessThan(lab.ran.indexOf(lab.ran.stream().filter(line -> line.contains("Install")).findFirst()
                            .orElseThrow()));
        }
    }

    @Test
    void a_run_whose_clients_have_no_answer_before_it_begins_touches_nothing_and_asks() {
        Lab lab = Lab.atRest(Documents.asked(4, 3, "node4"));
        SimpleNode place = lab.node("node4");
        place.alwaysFailing.add("Ask");
        LabRun run = new LabRun(lab);
        run.start(Documents.upgrade());
        run.awaitStatus("stopped");
        assertThat(failed(run).text()).isEqualTo("check evs1");
        assertThat(lab.ran).noneMatch(line -> line.contains("Install") || line.contains("Prepare"));
        assertThat(lab.image().groups().values()).allSatisfy(group -> assertThat(group.placement().previous())
                .isEmpty());

        place.alwaysFailing.clear();
        lab.accepted(new Request.ResumeRun());
        run.awaitStatus("finished");
    }

    @Test
    void a_run_whose_clients_have_no_answer_after_a_move_stops_there() {
        Lab lab = Lab.atRest(Documents.asked(4, 3, "node4")).paced();
        LabRun run = new LabRun(lab);
        run.start(Documents.upgrade());
        run.awaitStep("move ");
        lab.node("node4").alwaysFailing.add("Ask");
        run.awaitStatus("stopped");
        assertThat(failed(run).text()).startsWith("check evs");
        assertThat(lab.ran.stream().filter(line -> line.contains("Install"))).hasSize(1);
    }
}
