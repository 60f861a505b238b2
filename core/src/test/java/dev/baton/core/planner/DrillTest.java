package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.Intent;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import dev.baton.core.rules.Candidates;
import dev.baton.core.rules.Candidates.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Failing over on purpose: where to, in which order, and that it ends where it began.
final class DrillTest {

    private static final int SEEDS = 40;
    private static final Duration MOVE = Duration.ofSeconds(30);

    private static Drill drill(ClusterImage image, GroupId... groups) {
        return Drill.of(image, List.of(groups), MOVE);
    }

    private static ClusterImage held(ClusterImage image, int node, Hold.Strength strength) {
        return image.with(image.node(Scenes.node(node)).withHold(new Hold(new HoldId("ann"), "ann", "disks", strength,
                Optional.empty())));
    }

    private static Set<NodeId> visited(Drill drill, GroupImage group) {
        return drill.plan().steps().stream().filter(Step.Move.class::isInstance).map(Step.Move.class::cast)
                .filter(move -> move.group().equals(group.id())).map(Step.Move::to).collect(Collectors.toSet());
    }

    /// Counted from the laws alone: where a planned move may take the group now.
    private static Set<NodeId> may(ClusterImage image, GroupImage group) {
        Set<NodeId> nodes = new TreeSet<>();
        for (NodeImage node : image.nodes().values()) {
            if (!group.owner().equals(Optional.of(node.id()))
                    && Candidates.against(image, group, node, Purpose.PLANNED).isEmpty()) {
                nodes.add(node.id());
            }
        }
        return nodes;
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void each_group_visits_exactly_the_nodes_that_may_have_it_with_the_fewest_moves_and_ends_where_it_began(Mode mode) {
        int visits = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            ClusterImage start = mode.instance(seed, 5, 4).image();
            Drill drill = drill(start);
            ClusterImage image = start;
            for (Step step : drill.plan().steps()) {
                if (step instanceof Step.Move(var group, var from, var to)) {
                    assertThat(image.group(group).owner()).as("seed %d", seed).contains(from);
                    assertThat(Candidates.against(image, image.group(group), image.node(to), Purpose.PLANNED))
                            .as("seed %d", seed).isEmpty();
                }
                image = Projection.project(image, step);
            }
            assertThat(PlanBasis.of(start).differences(PlanBasis.of(image))).as("seed %d", seed).isEmpty();
            for (Drill.OfGroup one : drill.groups()) {
                GroupImage group = start.group(one.group());
                Set<NodeId> stops = visited(drill, group);
                Set<NodeId> expected = may(start, group);
                if (one.against().isEmpty() && !expected.isEmpty()) {
                    expected.add(group.owner().orElseThrow());
                    assertThat(stops).as("seed %d", seed).isEqualTo(expected);
                    visits += expected.size();
                } else {
                    assertThat(stops).as("seed %d", seed).isEmpty();
                }
                assertThat(drill.plan().stages().stream().filter(stage -> stage.outages().contains(one.group())))
                        .as("one move for each stop, seed %d", seed).hasSize(stops.size());
            }
        }
        assertThat(visits).isGreaterThan(40);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_drill_keeps_every_law_unless_something_is_not_as_it_was_meant_to_be_before_it_begins(Mode mode) {
        int held = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            ClusterImage image = mode.instance(seed, 5, 4).image();
            Drill drill = drill(image);
            switch (Prover.prove(drill.plan(), image, drill.exposure())) {
                case Proof.Holds _ -> held++;
                case Proof.Broken(var law, var at, _, var reasons, _) -> {
                    assertThat(law.number()).as("seed %d: %s", seed, reasons).isEqualTo(15);
                    assertThat(at).as("the end, not a step, seed %d", seed).isEmpty();
                    assertThat(drill.groups()).as("seed %d", seed).anyMatch(group -> !group.against().isEmpty());
                }
                case Proof.Unproven(var what) -> throw new AssertionError("seed " + seed + ": " + what);
            }
        }
        assertThat(held).isGreaterThan(SEEDS / 4);
    }

    @Test
    void the_drill_of_scenario_a_goes_to_the_standby_and_back_one_group_after_the_other() {
        assertThat(drill(Scenes.fourNodes(DataMode.STRICT)).plan().stages()).extracting(Stage::title).containsExactly(
                "move evs1   node1 -> node4", "move evs1   node4 -> node1",
                "move evs2   node2 -> node4", "move evs2   node4 -> node2",
                "move evs3   node3 -> node4", "move evs3   node4 -> node3");
        assertThat(drill(Scenes.fourNodes(DataMode.STRICT), Scenes.group(2)).plan().outages()).isEqualTo(2);
    }

    @Test
    void nodes_that_are_not_visited_are_named_with_every_reason() {
        ClusterImage image = Scenes.down(held(Scenes.upgraded(Scenes.cluster(DataMode.STRICT, true, 6, 1, 2), 4), 5,
                Hold.Strength.PAUSED), 6);
        Drill.OfGroup group = drill(image, Scenes.group(1)).groups().getFirst();
        assertThat(group.visits()).containsExactly(Scenes.node(3));
        assertThat(group.others()).flatExtracting(Candidates.Candidate::against).extracting(Object::getClass)
                .hasToString(List.of(PlacementReason.Occupied.class, PlacementReason.CannotOpen.class,
                        PlacementReason.Held.class, PlacementReason.NotUp.class).toString());
    }

    @Test
    void a_group_that_could_not_return_does_not_leave() {
        Drill drill = drill(held(Scenes.cluster(DataMode.COMPATIBLE, true, 3, 1), 1, Hold.Strength.PAUSED));
        assertThat(drill.plan().stages()).isEmpty();
        assertThat(drill.groups().getFirst().against()).singleElement().extracting(Reason::facts).asString()
                .contains("node1");
    }

    @Test
    void a_group_that_is_kept_offline_stays_so_and_the_others_are_drilled() {
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, true, 3, 1, 2);
        GroupImage group = image.group(Scenes.group(1)).withIntent(new Intent(false, new TreeSet<>()));
        image = image.with(group.settledOn(image.node(Scenes.node(1)), group.placement()
                .withOffline(group.resourceIds(), "by order")));
        Drill drill = drill(image);
        assertThat(drill.groups().getFirst().against()).singleElement().extracting(Reason::text).asString()
                .contains("evs1 is kept offline", "baton group online evs1");
        assertThat(drill.plan().stages()).extracting(Stage::title).containsExactly("move evs2   node2 -> node3",
                "move evs2   node3 -> node2");
        assertThat(Prover.prove(drill.plan(), image, drill.exposure()).holds()).isTrue();
    }
}
