package dev.baton.core.rules;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.Scenes.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.Claim;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.placement.Decision;
import dev.baton.core.placement.Placements;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Step;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Whose node may be changed under it, and who waits for its node.
class InPlaceRulesTest {

    private static ClusterImage inPlace(DataMode mode) {
        Kind kind = Scenes.kind(mode);
        return Scenes.fourNodes(mode).with(new Kind(kind.id(), kind.product(), mode, 2, true, false,
                UpgradeMode.IN_PLACE_OFFLINE, kind.convert(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static ClusterImage changing(ClusterImage image) {
        ClusterImage offline = Projection.project(image, new Step.TakeOffline(group(1), image.group(group(1))
                .resourceIds()));
        return Projection.project(offline, new Step.Hold(node(1)));
    }

    @Test
    void a_group_may_stay_when_all_of_it_is_ordered_to_be_offline_and_is() {
        ClusterImage image = inPlace(DataMode.COMPATIBLE);
        assertThat(InPlace.mayStay(image, image.group(group(1)))).isFalse();
        assertThat(InPlace.mayStay(changing(image), changing(image).group(group(1)))).isTrue();
        GroupImage ordered = image.group(group(1)).withPlacement(image.group(group(1)).placement().withOffline(
                image.group(group(1)).resourceIds(), "ordered and not yet so"));
        assertThat(InPlace.mayStay(image.with(ordered), ordered)).isFalse();
        GroupImage stuck = changing(image).group(group(1));
        stuck = stuck.withClaim(stuck.claim().map(claim -> new Claim(claim.node(),
                claim.incarnation(), claim.bootId(), claim.epoch(), Optional.of("it does not stop"))));
        assertThat(InPlace.mayStay(image.with(stuck), stuck)).isFalse();
    }

    @Test
    void a_group_of_a_kind_that_rolls_may_not_stay_however_offline_it_is() {
        ClusterImage image = changing(Scenes.fourNodes(DataMode.COMPATIBLE));
        assertThat(InPlace.mayStay(image, image.group(group(1)))).isFalse();
    }

    @Test
    void a_machine_that_is_away_while_a_run_changes_it_keeps_the_group_that_stays_on_it() {
        ClusterImage image = changing(inPlace(DataMode.COMPATIBLE));
        assertThat(Placements.afterLoss(Scenes.down(image, 1))).isEmpty();
        ClusterImage released = Projection.project(image, new Step.Release(node(1)));
        assertThat(Placements.afterLoss(Scenes.down(released, 1))).singleElement()
                .isInstanceOfSatisfying(Decision.Place.class, place -> assertThat(place.node()).isEqualTo(node(4)));
    }

    @Test
    void a_group_that_only_its_own_node_could_convert_keeps_its_place_when_that_is_lost() {
        ClusterImage image = inPlace(DataMode.STRICT);
        for (int n = 1; n <= 4; n++) {
            image = Scenes.upgraded(image, n);
        }
        assertThat(Placements.afterLoss(Scenes.down(image, 1))).isEmpty();
        ClusterImage anOldOneIsLeft = inPlace(DataMode.STRICT);
        for (int n = 1; n <= 3; n++) {
            anOldOneIsLeft = Scenes.upgraded(anOldOneIsLeft, n);
        }
        assertThat(Placements.afterLoss(Scenes.down(anOldOneIsLeft, 1))).singleElement()
                .isInstanceOfSatisfying(Decision.Place.class, place -> assertThat(place.node()).isEqualTo(node(4)));
    }

    @Test
    void a_detached_group_waits_for_its_node_and_no_other_may_have_it() {
        ClusterImage image = Scenes.fourNodes(DataMode.COMPATIBLE);
        image = Projection.project(image, new Step.Quiesce(group(1)));
        image = Projection.project(image, new Step.TakeOffline(group(1), image.group(group(1)).resourceIds()));
        image = Projection.project(image, new Step.Detach(group(1)));
        assertThat(InPlace.mayStay(image, image.group(group(1)))).isTrue();
        assertThat(Placements.afterLoss(Scenes.down(image, 1))).isEmpty();
        assertThat(Candidates.legal(image, image.group(group(1)), Candidates.Purpose.EMERGENCY)).isEmpty();
        assertThat(Cover.of(image).uncovered()).containsExactly(group(1));
    }
}
