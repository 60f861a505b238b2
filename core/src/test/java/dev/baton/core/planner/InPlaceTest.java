package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.Placement;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What cannot be rolled is changed where it is, offline, in the same run as what can.
class InPlaceTest {
    private static final KindId FIXED = new KindId("fixed");

    private static ClusterImage fixed(ClusterImage image, DataMode mode, int... groups) {
        Kind k = Scenes.kind(mode);
        ClusterImage changed = image.with(new Kind(FIXED, k.product(), mode, 2, true, false,
                UpgradeMode.IN_PLACE_OFFLINE, k.convert(), Optional.of(new Kind.Backup(true, new Command("save"),
                        Optional.empty())), Optional.empty(), Optional.empty()));
        for (int g : groups) {
            GroupImage group = image.group(Scenes.group(g));
            changed = changed.with(GroupImage.defined(group.id(), FIXED, group.resources(), group.preferred(),
                    new TreeSet<>(), false, group.format()).settledOn(image.node(group.owner().orElseThrow()),
                            group.placement()));
        }
        return changed;
    }

    @Test
    void every_group_of_such_a_kind_has_one_outage_although_no_node_is_spare() {
        ClusterImage image = fixed(Scenes.cluster(DataMode.STRICT, true, 3, 1, 2, 3), DataMode.STRICT, 1, 2, 3);
        Planning.Planned planned = WrittenProceduresTest.plan(image, Scenes.upgrade());
        assertThat(planned.plan().stages()).extracting(Stage::title)
                .containsExactly("upgrade node1", "upgrade node2", "upgrade node3");
        assertThat(planned.report().outages()).isEqualTo(3);
        assertThat(planned.plan().stages().getFirst().steps()).extracting(Step::kindWord).containsExactly(
                "hand-over-leadership", "backup", "take-offline", "hold", "install", "restart", "rejoin", "self-test",
                "release", "bring-online", "convert", "bring-online", "backup", "probe-group");
        assertThat(Prover.prove(planned.plan(), image, planned.report().exposureByGroup()))
                .isInstanceOf(Proof.Holds.class);
    }

    @Test
    void the_others_leave_first_and_go_round_as_ever() {
        ClusterImage image = fixed(Scenes.cluster(DataMode.COMPATIBLE, false, 3, 1, 1, 2), DataMode.COMPATIBLE, 1);
        Planning.Planned planned = WrittenProceduresTest.plan(image, Scenes.upgrade());
        assertThat(planned.report().outages()).isEqualTo(3);
        assertThat(planned.plan().stages()).extracting(Stage::because)
                .contains("evs1 stays and is offline meanwhile: upgraded in place");
    }

    @Test
    void of_two_on_one_node_the_one_that_starts_after_the_other_goes_offline_before_it_and_comes_online_after_it() {
        ClusterImage both = fixed(Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1, 1), DataMode.COMPATIBLE, 1, 2);
        GroupImage first = both.group(Scenes.group(1));
        ClusterImage image = both.with(first.withTerms(first.terms().withAfter(new TreeSet<>(List.of(
                Scenes.group(2))))));
        assertThat(onGroups(both)).containsExactly("take-offline evs1", "take-offline evs2", "bring-online evs1",
                "bring-online evs2");
        assertThat(onGroups(image)).containsExactly("take-offline evs1", "take-offline evs2", "bring-online evs2",
                "bring-online evs1");
        GroupImage second = both.group(Scenes.group(2));
        assertThat(onGroups(both.with(second.withTerms(second.terms().withAfter(new TreeSet<>(List.of(
                Scenes.group(1)))))))).containsExactly("take-offline evs2", "take-offline evs1", "bring-online evs1",
                        "bring-online evs2");
    }

    private static List<String> onGroups(ClusterImage image) {
        return WrittenProceduresTest.plan(image, Scenes.upgrade()).plan().stages().stream()
                .flatMap(stage -> stage.steps().stream())
                .filter(step -> step instanceof Step.TakeOffline || step instanceof Step.BringOnline)
                .map(step -> step.kindWord() + " " + ((Step.OnGroup) step).group()).toList();
    }

    @Test
    void a_group_of_such_a_kind_whose_product_stays_as_it_is_moves_like_any_other() {
        Kind k = Scenes.kind(DataMode.COMPATIBLE);
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, true, 2, 1);
        image = image.with(new Kind(FIXED, new dev.baton.core.model.ProductId("scanner"), k.data(), 2, true, false,
                UpgradeMode.IN_PLACE_OFFLINE, k.convert(), k.backup(), k.version(), k.format()));
        GroupImage group = image.group(Scenes.group(1));
        image = image.with(GroupImage.defined(group.id(), FIXED, group.resources(), List.of(), new TreeSet<>(), false,
                group.format()).settledOn(image.node(Scenes.node(1)), group.placement()));
        assertThat(WrittenProceduresTest.plan(image, Scenes.upgrade()).plan().stages()).extracting(Stage::title)
                .containsExactly("upgrade node2", "move evs1   node1 -> node2", "upgrade node1");
    }

    @Test
    void one_that_is_offline_and_on_no_node_is_in_nobodys_way() {
        ClusterImage image = fixed(Scenes.cluster(DataMode.COMPATIBLE, true, 2, 1), DataMode.COMPATIBLE, 1);
        GroupImage group = image.group(Scenes.group(1));
        ClusterImage nowhere = image.with(group.withClaim(Optional.empty()).withIntent(new Intent(false,
                new TreeSet<>())).withPlacement(Placement.NONE));
        Planning.Planned planned = WrittenProceduresTest.plan(nowhere, Scenes.upgrade());
        assertThat(planned.report().outages()).isZero();
        assertThat(planned.plan().stages()).extracting(Stage::title).containsExactlyInAnyOrder("upgrade node1",
                "upgrade node2");
        assertThat(Prover.prove(planned.plan(), nowhere, planned.report().exposureByGroup()))
                .isInstanceOf(Proof.Holds.class);
    }

    /// Cut off after any step, the rest is planned, proved and reaches the end; a finished upgrade plans to nothing.
    @ParameterizedTest
    @EnumSource(DataMode.class)
    void from_after_any_step_a_proved_plan_reaches_the_end(DataMode mode) {
        ClusterImage image = fixed(Scenes.cluster(mode, true, 4, 1, 2, 3), mode, 2);
        HalfDone.assertProvedFromAnywhere(image, Scenes.upgrade());
    }
}
