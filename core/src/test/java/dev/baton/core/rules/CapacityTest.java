package dev.baton.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Label;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.Terms;
import dev.baton.core.placement.Decision;
import dev.baton.core.placement.Placements;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Law 8 where groups share nodes: what fits beside what.
final class CapacityTest {

    private static ClusterImage room(ClusterImage image, int n, long memory) {
        return image.with(image.node(Scenes.node(n)).withCapacity(Amounts.of("memory", memory)));
    }

    private static ClusterImage needs(ClusterImage image, int g, long memory) {
        return image.with(image.group(Scenes.group(g)).withTerms(
                image.group(Scenes.group(g)).terms().withDemand(Amounts.of("memory", memory))));
    }

    private static ClusterImage apart(ClusterImage image, int g, String label) {
        return image.with(image.group(Scenes.group(g)).withTerms(
                image.group(Scenes.group(g)).terms().withApart(new TreeSet<>(Set.of(new Label(label))))));
    }

    @Test
    void a_group_that_needs_more_than_is_left_may_not_come_and_the_refusal_has_the_numbers() {
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1, 2);
        image = room(room(needs(needs(image, 1, 40), 2, 30), 1, 64), 2, 64);
        List<PlacementReason> against = Candidates.against(image, image.group(Scenes.group(1)),
                image.node(Scenes.node(2)), Candidates.Purpose.PLANNED);
        assertThat(against).extracting(PlacementReason::text).containsExactly("node2 has memory 64, of which 30 are "
                + "taken; evs1 needs 40 (law 8, capacity). move something away from node2 first.");
    }

    @Test
    void a_group_larger_than_the_node_is_told_so() {
        ClusterImage image = room(needs(Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1), 1, 40), 2, 32);
        assertThat(Candidates.against(image, image.group(Scenes.group(1)), image.node(Scenes.node(2)),
                Candidates.Purpose.EMERGENCY)).extracting(PlacementReason::wayOut)
                .containsExactly("give node2 more memory");
    }

    @Test
    void groups_with_the_same_label_never_share_a_node_in_failover_either() {
        ClusterImage image = apart(apart(Scenes.cluster(DataMode.COMPATIBLE, false, 3, 1, 2), 1, "db"), 2, "db");
        assertThat(Cover.of(image).target(Scenes.group(1))).contains(Scenes.node(3));
        ClusterImage two = apart(apart(Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1, 2), 1, "db"), 2, "db");
        assertThat(Cover.of(two).of(Scenes.group(1))).isInstanceOfSatisfying(Takeover.Nobody.class, nobody ->
                assertThat(nobody.reasons()).extracting(PlacementReason::facts)
                        .contains("node2 has evs2, which is kept apart (db, hard)"));
    }

    @Test
    void groups_that_had_rather_not_share_a_node_do_so_only_where_no_other_is_as_good() {
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, false, 3, 1, 2, 3, 3);
        for (int g : List.of(1, 2)) {
            image = image.with(image.group(Scenes.group(g)).withTerms(
                    Terms.NONE.withRatherApart(new TreeSet<>(Set.of(new Label("db"))))));
        }
        assertThat(Cover.of(image).target(Scenes.group(1))).contains(Scenes.node(3));
        assertThat(Cover.of(image.without(Scenes.node(3)).without(Scenes.group(3)).without(Scenes.group(4)))
                .target(Scenes.group(1))).contains(Scenes.node(2));
    }

    @Test
    void a_group_is_seated_anew_when_that_makes_room_for_one_more() {
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, false, 3, 1, 1);
        image = room(room(needs(needs(image, 1, 20), 2, 40), 2, 40), 3, 20);
        image = image.with(image.group(Scenes.group(1)).withPreferred(List.of(Scenes.node(2))));
        assertThat(Cover.of(image).target(Scenes.group(1))).contains(Scenes.node(3));
        assertThat(Cover.of(image).target(Scenes.group(2))).contains(Scenes.node(2));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void failover_does_what_cover_promised_and_urgent_groups_lose_nothing(long block) {
        for (long seed = block * 200; seed < block * 200 + 200; seed++) {
            ClusterImage image = random(seed);
            NodeId lost = Scenes.node(1);
            Map<GroupId, Takeover> promised = Cover.afterLossOf(image, Set.of(lost));
            ClusterImage down = Scenes.down(image, 1);
            for (Decision decision : Placements.afterLoss(down)) {
                Optional<NodeId> target = decision instanceof Decision.Place(_, var node, _) ? Optional.of(node)
                        : Optional.empty();
                assertThat(target).as("seed %s, %s", seed, decision)
                        .isEqualTo(promised.get(decision.group()).target());
            }
            assertThat(promised.values().stream().filter(Takeover::uncovered).map(_ -> 1).toList())
                    .as("seed %s", seed).hasSize(leftByTryingAll(image, lost));
        }
    }

    private static ClusterImage random(long seed) {
        Random random = new Random(seed);
        int[] owners = new int[2 + random.nextInt(6)];
        for (int g = 0; g < owners.length; g++) {
            owners[g] = 1 + random.nextInt(2);
        }
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, false, 2 + random.nextInt(3), owners);
        for (int n = 1; n <= image.nodes().size(); n++) {
            image = room(image, n, 3 + random.nextInt(6));
        }
        for (int g = 1; g <= owners.length; g++) {
            image = needs(image, g, 1 + random.nextInt(3));
            image = random.nextInt(3) == 0 ? apart(image, g, "a") : image;
        }
        return image;
    }

    /// How many groups of the lost node stay without one when each in turn, by name, is let in if there is some seating
    /// of it and of those let in before.
    private static int leftByTryingAll(ClusterImage image, NodeId lost) {
        List<GroupId> in = new java.util.ArrayList<>();
        int left = 0;
        for (GroupId group : image.ownedBy(lost).stream().map(g -> g.id()).toList()) {
            in.add(group);
            if (!seatable(image, lost, in, 0, new TreeMap<>())) {
                in.removeLast();
                left++;
            }
        }
        return left;
    }

    private static boolean seatable(ClusterImage image, NodeId lost, List<GroupId> in, int next,
            TreeMap<GroupId, NodeId> seats) {
        if (next == in.size()) {
            return image.nodes().keySet().stream().filter(node -> !node.equals(lost))
                    .allMatch(node -> sound(image, node, seats));
        }
        for (NodeId node : image.nodes().keySet()) {
            if (!node.equals(lost)) {
                seats.put(in.get(next), node);
                if (seatable(image, lost, in, next + 1, seats)) {
                    return true;
                }
                seats.remove(in.get(next));
            }
        }
        return false;
    }

    /// Only nodes that somebody comes to are asked: what was too full before is nobody's fault.
    private static boolean sound(ClusterImage image, NodeId node, TreeMap<GroupId, NodeId> seats) {
        List<GroupId> here = new java.util.ArrayList<>(image.ownedBy(node).stream().map(g -> g.id()).toList());
        List<GroupId> coming = seats.keySet().stream().filter(g -> node.equals(seats.get(g))).toList();
        here.addAll(coming);
        long memory = here.stream().mapToLong(g -> image.group(g).terms().demand().get("memory")).sum();
        boolean fits = memory <= image.node(node).capacity().get("memory");
        boolean friends = coming.stream().allMatch(g -> here.stream().filter(h -> !h.equals(g))
                .noneMatch(h -> image.group(g).terms().apart().stream()
                        .anyMatch(label -> image.group(h).terms().apart().contains(label))));
        return coming.isEmpty() || (fits && friends);
    }
}
