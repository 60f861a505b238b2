package dev.baton.core.placement;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.Scenes.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import dev.baton.core.rules.Candidates;
import dev.baton.core.rules.Cover;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Placement in random clusters: nodes lost, closed, paused, upgraded; formats that fit here and not there.
class PlacementLawsTest {

    @Property(tries = 500)
    void no_decision_breaks_fit_closing_possible_owners_or_one_group_per_node(@ForAll long seed,
            @ForAll @IntRange(min = 1, max = 7) int nodes) {
        ClusterImage image = random(seed, nodes);
        Map<NodeId, Integer> there = new HashMap<>();
        image.groups().values().forEach(group -> group.owner().filter(owner -> image.node(owner).up())
                .ifPresent(owner -> there.merge(owner, 1, Integer::sum)));
        for (Decision decision : Placements.afterLoss(image)) {
            if (decision instanceof Decision.Place(var id, var node, _)) {
                GroupImage group = image.group(id);
                assertThat(image.node(node).mayReceive()).isTrue();
                assertThat(image.fits(group, image.node(node))).isTrue();
                assertThat(group.possible().isEmpty() || group.possible().contains(node)).isTrue();
                if (image.settings().oneGroupPerNode()) {
                    assertThat(there.merge(node, 1, Integer::sum)).isEqualTo(1);
                }
            }
        }
    }

    @Property(tries = 500)
    void placing_twice_changes_nothing(@ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int nodes) {
        ClusterImage once = PlacementsTest.applied(random(seed, nodes));
        assertThat(PlacementsTest.applied(once)).isEqualTo(once);
    }

    @Property(tries = 500)
    void as_many_groups_of_one_lost_node_find_a_node_as_the_cover_promised(@ForAll long seed,
            @ForAll @IntRange(min = 2, max = 7) int nodes) {
        ClusterImage image = random(seed, nodes);
        NodeId lost = node(1);
        if (!image.node(lost).up()) {
            return;
        }
        TreeSet<NodeId> alone = new TreeSet<>(java.util.Set.of(lost));
        long promised = Cover.afterLossOf(image, alone).values().stream()
                .filter(takeover -> takeover.target().isPresent()).count();
        ClusterImage after = Scenes.down(image, 1);
        long kept = Placements.afterLoss(after).stream().filter(Decision.Place.class::isInstance)
                .filter(decision -> after.group(decision.group()).owner().equals(Optional.of(lost))).count();
        long others = image.groups().values().stream()
                .filter(group -> group.owner().map(owner -> !image.node(owner).up()).orElse(true)).count();
        if (others == 0) {
            assertThat(kept).isEqualTo(promised);
        }
    }

    @Property(tries = 500)
    void a_group_returns_to_a_legal_preferred_owner_and_then_stays(@ForAll long seed,
            @ForAll @IntRange(min = 2, max = 7) int nodes) {
        SplittableRandom random = new SplittableRandom(seed);
        ClusterImage image = random(seed, nodes);
        for (GroupImage group : List.copyOf(image.groups().values())) {
            image = image.with(group.withPreferred(List.of(node(random.nextInt(nodes) + 1))));
        }
        ClusterImage before = image;
        ClusterImage after = before;
        for (Decision decision : Placements.failback(before)) {
            if (decision instanceof Decision.Place(var id, var node, _)) {
                assertThat(before.group(id).preferred()).contains(node);
                assertThat(Candidates.against(before, before.group(id), before.node(node),
                        Candidates.Purpose.PLANNED)).isEmpty();
                after = after.with(after.group(id).settledOn(after.node(node),
                        decision.appliedTo(after.group(id).placement())));
            }
        }
        ClusterImage back = after;
        assertThat(Placements.failback(back).stream().filter(Decision.Place.class::isInstance)
                .filter(decision -> !back.group(decision.group()).placement()
                        .equals(before.group(decision.group()).placement()))).isEmpty();
    }

    private static ClusterImage random(long seed, int nodes) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean single = random.nextBoolean();
        int groups = single ? random.nextInt(nodes + 1) : random.nextInt(2 * nodes + 1);
        int[] owners = new int[groups];
        for (int g = 0; g < groups; g++) {
            owners[g] = single ? g + 1 : random.nextInt(nodes) + 1;
        }
        DataMode mode = DataMode.values()[random.nextInt(3)];
        ClusterImage image = Scenes.cluster(mode, single, nodes, owners);
        for (int n = 1; n <= nodes; n++) {
            image = accident(image, n, random.nextInt(8));
        }
        for (int g = 1; g <= groups; g++) {
            image = image.with(choosy(image.group(group(g)), random, nodes));
        }
        return image;
    }

    private static ClusterImage accident(ClusterImage image, int n, int which) {
        return switch (which) {
            case 0 -> Scenes.down(image, n);
            case 1 -> Scenes.upgraded(image, n);
            case 2 -> image.with(image.node(node(n)).withHold(hold(Hold.Strength.PAUSED)));
            case 3 -> image.with(image.node(node(n)).withHold(hold(Hold.Strength.CLOSED)));
            default -> image;
        };
    }

    private static Hold hold(Hold.Strength strength) {
        return new Hold(new HoldId("operator"), "operator", "test", strength, Optional.empty());
    }

    private static GroupImage choosy(GroupImage group, SplittableRandom random, int nodes) {
        TreeSet<NodeId> possible = new TreeSet<>();
        for (int n = 1; random.nextInt(4) == 0 && n <= nodes; n++) {
            possible.add(node(n));
        }
        Placement placement = group.placement();
        return new GroupImage(group.id(), group.kind(), group.parameters(), group.resources(), group.preferred(),
                possible, random.nextInt(3) == 0, group.intent(), placement, group.claim(), group.report(),
                group.format(), group.terms());
    }
}
