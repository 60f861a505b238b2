package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.controller.RunViews;
import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RunTest {

    private final Lab lab = Lab.atRest(Documents.of(4, 3));

    private Plan plan(UpgradeSpec spec) {
        return switch (Planner.plan(lab.image(), spec)) {
            case Planning.Planned planned -> planned.plan();
            case Planning.Infeasible none -> throw new AssertionError(none.toString());
        };
    }

    private RunView view() {
        RunViews views = new RunViews();
        RunId run = views.all(lab.tree()).getLast();
        return views.of(lab.tree(), run, lab.now()).orElseThrow();
    }

    @Test
    void a_run_upgrades_every_node_and_converts_every_group_with_one_outage_each() {
        lab.accepted(new Request.StartRun(plan(Documents.upgrade())));
        lab.await("the end", () -> view().ended().isPresent());
        assertThat(view().status()).isEqualTo("finished");
        assertThat(lab.image().members()).allSatisfy(node ->
                assertThat(node.version(Documents.PRODUCT)).contains(Documents.NEW));
        assertThat(lab.image().groups().values()).allSatisfy(group -> {
            assertThat(group.format()).hasToString("2.0");
            assertThat(group.state().word()).isEqualTo("Online");
        });
        assertThat(lab.image().nodes().values()).allSatisfy(node -> assertThat(node.holds()).isEmpty());
        assertThat(view().groups()).allSatisfy(group -> assertThat(group.seen()).hasSize(1));
        assertThat(lab.ran.stream().filter(line -> line.contains("Install"))).hasSize(4);
        assertThat(lab.ran.stream().filter(line -> line.contains("Convert"))).hasSize(3);
    }

    @Test
    void a_run_is_refused_when_the_cluster_is_not_the_one_it_was_planned_for() {
        Plan plan = plan(Documents.upgrade());
        lab.accepted(new Request.PauseNode(new NodeId("node4"), "tonight"));
        assertThat(lab.refused(new Request.StartRun(plan))).singleElement().asString()
                .contains("node4", "what was shown is what runs");
    }

    @Test
    void a_second_run_is_refused_while_one_is_on() {
        Plan plan = plan(Documents.stoppingBefore(UpgradeSpec.StopPoint.FIRST_INSTALL));
        lab.accepted(new Request.StartRun(plan));
        assertThat(lab.refused(new Request.StartRun(plan)).getFirst()).contains("while run h2-2-0-1 is on");
    }

    @Test
    void a_plan_whose_install_comes_first_is_refused_whoever_made_it() {
        Plan plan = plan(Documents.upgrade());
        Stage upgrade = plan.stages().stream().filter(stage -> stage.subject() instanceof Stage.Subject.UpgradeNode(
                var node) && node.value().equals("node1")).findFirst().orElseThrow();
        List<Stage> stages = new ArrayList<>(plan.stages());
        stages.addFirst(new Stage(0, upgrade.subject(), upgrade.steps().stream()
                .filter(Step.Install.class::isInstance).toList(), upgrade.takes(), "by hand"));
        assertThat(lab.refused(new Request.StartRun(new Plan(plan.spec(), plan.revision(), plan.basis(), stages))))
                .anySatisfy(reason -> assertThat(reason).contains("node1 still has "));
        assertThat(lab.ran).isEmpty();
    }
}
