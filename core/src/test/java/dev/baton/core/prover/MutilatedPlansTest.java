package dev.baton.core.prover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Kind;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A prover that cannot say no proves nothing: each single step of a plan that holds is left out, done twice, or
/// swapped with the next one.
class MutilatedPlansTest {

    private static final ClusterImage IMAGE = image();
    private static final Plan PLAN = ProverTest.plan(IMAGE, ProverTest.undoable()).plan();

    @Test
    void leaving_a_step_out_breaks_a_law_unless_the_step_only_helps() {
        Map<String, String> laws = new TreeMap<>();
        for (int i = 0; i < PLAN.steps().size(); i++) {
            List<Step> steps = new ArrayList<>(PLAN.steps());
            Step left = steps.remove(i);
            laws.merge(left.kindWord(), law(steps), (one, two) -> one.contains(two) ? one : one + ", " + two);
        }
        assertThat(laws).isEqualTo(Map.ofEntries(Map.entry("backup", "law 11"), Map.entry("bring-online", "law 15"),
                Map.entry("convert", "law 2"), Map.entry("hand-over-leadership", "holds"), Map.entry("hold", "law 3"),
                Map.entry("install", "law 12"), Map.entry("move", "law 2"),
                Map.entry("probe-group", "holds"), Map.entry("rejoin", "law 3"),
                Map.entry("release", "law 3, law 15"), Map.entry("restart", "law 3"),
                Map.entry("self-test", "law 3"), Map.entry("take-offline", "law 2")));
    }

    @Test
    void a_one_way_step_done_twice_breaks_a_law() {
        for (int i = 0; i < PLAN.steps().size(); i++) {
            Step step = PLAN.steps().get(i);
            if (step instanceof Step.Install || step instanceof Step.Convert || step instanceof Step.Move) {
                List<Step> steps = new ArrayList<>(PLAN.steps());
                steps.add(i, step);
                assertThat(law(steps)).as(step.describe()).isNotEqualTo("holds");
            }
        }
    }

    @Test
    void steps_of_a_node_that_change_places_break_a_law() {
        String held = PLAN.positions().stream().filter(position -> position.step() instanceof Step.Hold)
                .map(position -> swapped(position.index())).distinct().collect(Collectors.joining(", "));
        String tested = PLAN.positions().stream().filter(position -> position.step() instanceof Step.SelfTest)
                .map(position -> swapped(position.index())).distinct().collect(Collectors.joining(", "));
        assertThat(held).isEqualTo("law 3");
        assertThat(tested).isEqualTo("law 3");
    }

    private static String swapped(int index) {
        List<Step> steps = new ArrayList<>(PLAN.steps());
        steps.add(index + 1, steps.remove(index));
        return law(steps);
    }

    private static String law(List<Step> steps) {
        Plan plan = new Plan(PLAN.spec(), PLAN.revision(), PLAN.basis(), List.of(new Stage(1,
                new Stage.Subject.Pause("all"), steps, PLAN.stages().getFirst().takes(), "")));
        return switch (Prover.prove(plan, IMAGE)) {
            case Proof.Holds _ -> "holds";
            case Proof.Broken broken -> "law " + broken.law().number();
            case Proof.Unproven(var what) -> what;
        };
    }

    private static ClusterImage image() {
        Kind kind = Scenes.kind(DataMode.STRICT);
        return Scenes.fourNodes(DataMode.STRICT).with(new Kind(kind.id(), kind.product(), kind.data(), 2, true, false,
                kind.upgrade(), kind.convert(), Optional.of(new Kind.Backup(true, new Command("save"),
                        Optional.empty())), Optional.empty(), Optional.empty()));
    }
}
