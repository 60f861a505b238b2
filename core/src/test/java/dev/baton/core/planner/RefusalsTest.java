package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Kind;
import dev.baton.core.model.Reason;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.UpgradeMode;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What cannot be planned, and is said before any search.
class RefusalsTest {

    @Test
    void a_resource_kept_offline_by_name_is_not_brought_online_for_a_conversion() {
        assertThat(reasons(offline(DataMode.STRICT, Scenes.DISK))).containsExactly(
                "the operator keeps disk of evs1 offline, and its conversion needs it online");
        assertThat(reasons(offline(DataMode.STRICT, Scenes.ATTENDANT))).isEmpty();
        assertThat(reasons(offline(DataMode.COMPATIBLE, Scenes.DISK))).isEmpty();
    }

    @Test
    void a_kind_that_cannot_be_rolled_is_not_rolled() {
        Kind kind = Scenes.kind(DataMode.COMPATIBLE);
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, true, 2, 1).with(new Kind(kind.id(), kind.product(),
                kind.data(), 2, true, false, UpgradeMode.DETACH, Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty()));
        assertThat(reasons(image)).containsExactly("evs1 is of kind evs, which is upgraded detached "
                + "and says no way out of the cluster and back");
    }

    private static ClusterImage offline(DataMode mode, ResourceId resource) {
        ClusterImage image = Scenes.fourNodes(mode);
        GroupImage group = image.group(Scenes.group(1)).withIntent(new Intent(true, new TreeSet<>(List.of(resource))));
        return image.with(group.settledOn(image.node(Scenes.node(1)),
                group.placement().withOffline(group.intendedOffline(), "as the operator wants")));
    }

    private static List<String> reasons(ClusterImage image) {
        return switch (Planner.plan(image, Scenes.upgrade())) {
            case Planning.Planned _ -> List.of();
            case Planning.Infeasible(var reasons, _) -> reasons.stream().map(Reason::facts).toList();
        };
    }

    @Test
    void a_group_left_offline_where_nothing_opens_its_data_is_refused() {
        Instances instance = Mode.MIXED.instance(450, 5, 6);
        assertThat(Planner.plan(instance.image(), instance.spec())).isInstanceOfSatisfying(Planning.Infeasible.class,
                infeasible -> assertThat(infeasible.because()).anySatisfy(reason -> assertThat(reason.facts())
                        .contains("was left partly offline there, and this upgrade does not convert it")));
    }
}
