package dev.baton.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.PlacementReason;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who could take a group over.
class CoverTest {

    @Test
    void every_group_fails_over_to_the_standby() {
        Cover cover = Cover.of(Scenes.fourNodes(DataMode.STRICT));
        assertThat(cover.uncovered()).isEmpty();
        assertThat(cover.target(Scenes.group(2))).contains(Scenes.node(4));
    }

    @Test
    void groups_of_one_node_spread_over_the_emptiest_others() {
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, false, 4, 1, 1, 1, 1, 1, 1, 2, 3);
        assertThat(Cover.afterLossOf(image, Set.of(Scenes.node(1))).values().stream().map(Takeover::target)
                .map(target -> target.orElseThrow().value()).toList())
                .containsExactly("node4", "node2", "node3", "node4", "node2", "node3");
    }

    /// The standby is upgraded and the owner is not, or the other way round; the data is as old as said.
    @ParameterizedTest
    @CsvSource({
        "COMPATIBLE, false, 1.0, true", "COMPATIBLE, true, 1.0, true",
        "BACKWARD, false, 1.0, true", "BACKWARD, true, 1.0, true", "BACKWARD, false, 2.0, false",
        "BACKWARD, true, 2.0, true",
        "STRICT, false, 1.0, true", "STRICT, true, 1.0, false", "STRICT, false, 2.0, false", "STRICT, true, 2.0, true"})
    void data_mode_decides_who_can_open(DataMode mode, boolean standbyIsNew, String format, boolean covered) {
        ClusterImage image = withFormat(Scenes.fourNodes(mode), 1, format);
        if (standbyIsNew) {
            image = Scenes.upgraded(image, 4);
        }
        assertThat(Cover.of(image).of(Scenes.group(1)).uncovered()).isEqualTo(!covered);
    }

    @Test
    void mixed_failover_that_is_not_trusted_is_no_cover() {
        ClusterImage image = Scenes.upgraded(Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1), 2);
        Kind kind = Scenes.kind(DataMode.COMPATIBLE);
        image = image.with(new Kind(kind.id(), kind.product(), kind.data(), 2, false, false, kind.upgrade(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(reasons(image, 1)).anyMatch(PlacementReason.MixedVersions.class::isInstance);
    }

    @Test
    void a_failover_that_may_convert_covers_a_strict_group_forwards_only() {
        ClusterImage image = Scenes.upgraded(Scenes.fourNodes(DataMode.STRICT), 4);
        Kind kind = Scenes.kind(DataMode.STRICT);
        image = image.with(new Kind(kind.id(), kind.product(), kind.data(), 2, true, true, kind.upgrade(),
                kind.convert(), Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(Cover.of(image).target(Scenes.group(1))).contains(Scenes.node(4));
        image = withFormat(Scenes.upgraded(image, 1), 1, "2.0");
        ClusterImage oldStandby = image.with(image.node(Scenes.node(4)).withFacts(
                image.node(Scenes.node(4)).facts().with(Scenes.PRODUCT, Scenes.OLD)));
        assertThat(Cover.of(oldStandby).of(Scenes.group(1)).uncovered()).isTrue();
    }

    @Test
    void data_in_conversion_is_taken_by_nobody() {
        ClusterImage image = Scenes.fourNodes(DataMode.COMPATIBLE);
        GroupImage one = image.group(Scenes.group(1));
        image = image.with(one.withFormat(new Format.Converting(Scenes.OLD, Scenes.NEW,
                new dev.baton.core.model.JobId("r.1.1"))));
        assertThat(reasons(image, 1)).anyMatch(PlacementReason.CannotOpen.class::isInstance);
    }

    @Test
    void a_paused_node_takes_an_emergency_failover_and_a_closed_one_does_not() {
        ClusterImage image = Scenes.fourNodes(DataMode.COMPATIBLE);
        assertThat(Cover.of(held(image, 4, Hold.Strength.PAUSED)).uncovered()).isEmpty();
        assertThat(Cover.of(held(image, 4, Hold.Strength.CLOSED)).uncovered()).hasSize(3);
    }

    @Test
    void the_second_failure_names_every_node_that_may_not() {
        ClusterImage image = Scenes.down(Scenes.fourNodes(DataMode.COMPATIBLE), 4);
        assertThat(reasons(image, 2)).extracting(reason -> reason.node().value())
                .containsExactly("node1", "node2", "node3", "node4");
        assertThat(reasons(image, 2)).extracting(PlacementReason::brief).contains(
                "runs evs1; one group per node (anti-affinity, hard)", "is down");
    }

    @Test
    void groups_of_one_node_compete_for_the_same_standby() {
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, true, 4, 1, 1, 3);
        assertThat(Cover.of(image).uncovered()).isEmpty();
        Cover tight = Cover.of(Scenes.down(image, 2));
        assertThat(tight.uncovered()).containsExactly(Scenes.group(2));
        assertThat(((Takeover.Nobody) tight.of(Scenes.group(2))).reasons())
                .anyMatch(PlacementReason.TakenBy.class::isInstance);
    }

    @Test
    void a_group_gives_way_when_it_has_another_node_and_the_other_has_none() {
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, true, 3, 1, 1);
        image = possible(possible(image, 1, 1, 2, 3), 2, 1, 2);
        Cover cover = Cover.of(image);
        assertThat(cover.target(Scenes.group(1))).contains(Scenes.node(3));
        assertThat(cover.target(Scenes.group(2))).contains(Scenes.node(2));
    }

    @Test
    void two_nodes_stack_everything() {
        assertThat(Cover.of(Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1, 1, 2, 2)).uncovered()).isEmpty();
    }

    @Test
    void every_pair_of_three_active_and_one_passive_loses_exactly_one_group() {
        ClusterImage image = Scenes.fourNodes(DataMode.COMPATIBLE);
        for (int a = 1; a <= 3; a++) {
            for (int b = a + 1; b <= 4; b++) {
                assertThat(Cover.afterLossOf(image, new TreeSet<>(Set.of(Scenes.node(a), Scenes.node(b)))).values()
                        .stream().filter(Takeover::uncovered)).as("node%d and node%d", a, b).hasSize(1);
            }
        }
    }

    @Test
    void a_group_that_is_meant_to_be_offline_needs_nobody() {
        ClusterImage image = Scenes.down(Scenes.fourNodes(DataMode.COMPATIBLE), 4);
        GroupImage one = image.group(Scenes.group(1));
        image = image.with(one.withIntent(new Intent(false, new TreeSet<>())));
        assertThat(Cover.of(image).of(Scenes.group(1))).isEqualTo(new Takeover.Idle());
    }

    private static java.util.List<PlacementReason> reasons(ClusterImage image, int group) {
        return ((Takeover.Nobody) Cover.of(image).of(Scenes.group(group))).reasons();
    }

    private static ClusterImage withFormat(ClusterImage image, int group, String format) {
        return image.with(image.group(Scenes.group(group)).withFormat(
                new Format.At(new dev.baton.core.model.Version(format))));
    }

    private static ClusterImage held(ClusterImage image, int node, Hold.Strength strength) {
        return image.with(image.node(Scenes.node(node)).withHold(new Hold(new HoldId("h"), "operator", "look", strength,
                Optional.empty())));
    }

    private static ClusterImage possible(ClusterImage image, int group, int... nodes) {
        TreeSet<NodeId> only = new TreeSet<>();
        for (int n : nodes) {
            only.add(Scenes.node(n));
        }
        GroupImage g = image.group(Scenes.group(group));
        return image.with(new GroupImage(g.id(), g.kind(), g.parameters(), g.resources(), java.util.List.of(), only,
                g.critical(),
                g.intent(), g.placement(), g.claim(), g.report(), g.format(), g.terms()));
    }
}
