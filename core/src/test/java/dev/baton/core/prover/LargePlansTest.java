package dev.baton.core.prover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Terms;
import dev.baton.core.plan.Beside;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.planner.Draft;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.rules.Announcement;
import dev.baton.core.rules.CoverHistory;
import dev.baton.core.rules.CoverWalk;
import dev.baton.core.rules.Rulebook;
import dev.baton.core.rules.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A plan of hundreds of groups is proved like one of three: what is broken is found at the step that breaks it, as the
/// laws find it that look at the whole cluster.
class LargePlansTest {
    private static final int NODES = 66;
    private static final int GROUPS = 330;
    private static final int MUTANTS = 10;

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void a_large_plan_with_one_mutation_is_broken_where_the_whole_laws_say(DataMode mode) {
        ClusterImage image = image(mode);
        Planning.Planned planned = (Planning.Planned) Planner.plan(image, Scenes.upgrade());
        assertThat(Prover.prove(planned.plan(), image, planned.report().exposureByGroup()))
                .isInstanceOf(Proof.Holds.class);
        int found = 0;
        for (int seed = 0; seed < MUTANTS; seed++) {
            Plan mutant = mutated(planned.plan(), new Random(seed));
            int first = firstBroken(image, mutant);
            if (first >= 0) {
                Proof proof = Prover.prove(mutant, image);
                assertThat(proof).as("%s seed %d", mode, seed).isInstanceOf(Proof.Broken.class);
                assertThat(((Proof.Broken) proof).at().map(Plan.Position::index).orElse(mutant.steps().size()))
                        .isEqualTo(first);
                found++;
            }
        }
        assertThat(found).as("the others are harmless: a step done twice, a probe left out").isGreaterThan(2);
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void a_plan_is_proved_alike_whatever_is_done_first_and_whoever_made_its_history(DataMode mode) {
        ClusterImage image = image(mode);
        Draft draft = (Draft) Planner.draft(image, Scenes.upgrade(), Beside.IN_TURN);
        CoverHistory history = draft.history();
        SortedMap<GroupId, Duration> reported = draft.report(history).exposureByGroup();
        for (int seed = 0; seed < MUTANTS / 2; seed++) {
            Plan plan = seed == 0 ? draft.plan() : mutated(draft.plan(), new Random(seed));
            Proof proof = Prover.prove(plan, image, reported);
            assertThat(Prover.prove(plan, image, reported, AT_ONCE)).as("%s seed %d", mode, seed).isEqualTo(proof);
            assertThat(Prover.prove(plan, image, history, () -> reported, AT_ONCE))
                    .as("%s seed %d, the history of the plan without mutation", mode, seed).isEqualTo(proof);
        }
    }

    /// Everything is done when it is begun, before what was begun earlier is asked for.
    private static final Beside AT_ONCE = new Beside() {
        @Override
        public <T> Supplier<T> begin(Supplier<T> work) {
            T result = work.get();
            return () -> result;
        }
    };

    /// One step is left out, done twice, or a group goes to another node.
    private static Plan mutated(Plan plan, Random random) {
        List<Stage> stages = new ArrayList<>(plan.stages());
        int place = random.nextInt(stages.size());
        Stage stage = stages.get(place);
        List<Step> steps = new ArrayList<>(stage.steps());
        int at = random.nextInt(steps.size());
        switch (random.nextInt(3)) {
            case 0 -> steps.remove(at);
            case 1 -> steps.add(at, steps.get(at));
            default -> steps.replaceAll(step -> step instanceof Step.Move(var group, var from, _)
                    ? new Step.Move(group, from, Scenes.node(1 + random.nextInt(NODES))) : step);
        }
        stages.set(place, new Stage(stage.number(), stage.subject(), steps, stage.takes(), ""));
        return new Plan(plan.spec(), plan.revision(), plan.basis(), stages);
    }

    /// The index of the first step that breaks a law, the number of steps if only the end does, or -1.
    private static int firstBroken(ClusterImage image, Plan plan) {
        Trace trace = Trace.begin(plan.spec(), Announcement.of(image, plan), image);
        List<Step> steps = plan.steps();
        for (int i = 0; i < steps.size(); i++) {
            ClusterImage after = Projection.project(trace.before(), steps.get(i));
            if (!Rulebook.broken(trace, steps.get(i), after).isEmpty()) {
                return i;
            }
            trace = trace.then(steps.get(i), after);
        }
        return Rulebook.brokenAtEnd(trace).isEmpty() ? -1 : steps.size();
    }

    private static ClusterImage image(DataMode mode) {
        ClusterImage image = Scenes.cluster(mode, false, NODES,
                IntStream.range(0, GROUPS).map(g -> 1 + g % (NODES - 6)).toArray());
        SortedMap<NodeId, NodeImage> nodes = new TreeMap<>(image.nodes());
        nodes.replaceAll((_, node) -> node.withCapacity(Amounts.of("memory", 16)));
        SortedMap<GroupId, GroupImage> groups = new TreeMap<>(image.groups());
        groups.replaceAll((id, group) -> group.withTerms(Terms.NONE.withDemand(
                Amounts.of("memory", 1 + Math.floorMod(id.hashCode(), 3)))));
        return image.withAll(nodes, groups);
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void a_certificate_is_refused_when_one_witness_of_one_state_is_another(DataMode mode) {
        ClusterImage image = image(mode);
        Planning.Planned planned = (Planning.Planned) Planner.plan(image, Scenes.upgrade());
        Certificate right = ((Proof.Holds) Prover.prove(planned.plan(), image)).certificate();
        assertThat(CertificateCheck.faults(planned.plan(), image, right)).isEmpty();
        int refused = 0;
        for (int i = 0; i < right.states().size(); i += 97) {
            Certificate.State state = right.states().get(i);
            int some = 0;
            while (some < state.changes().size() && state.changes().get(some).witness().isEmpty()) {
                some++;
            }
            if (some < state.changes().size()) {
                List<CoverWalk.Change> wrong = new ArrayList<>(state.changes());
                wrong.set(some, new CoverWalk.Change(wrong.get(some).group(), Optional.of(new NodeId("nowhere"))));
                List<Certificate.State> states = new ArrayList<>(right.states());
                states.set(i, new Certificate.State(wrong, state.uncovered()));
                assertThat(CertificateCheck.faults(planned.plan(), image, new Certificate(states))).isNotEmpty();
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
