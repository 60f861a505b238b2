package dev.baton.core.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Kind;
import dev.baton.core.plan.Plan;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.util.Collections;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One accident at a time, on the plan's own cluster.
class FaultsTest {

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void from_every_loss_and_every_failed_action_the_upgrade_goes_on(DataMode mode) {
        ClusterImage image = Scenes.fourNodes(mode);
        Faults faults = Faults.of(image, plan(image));
        assertThat(faults.losses()).hasSize(7 * 4).extracting(Faults.Loss::after)
                .noneMatch(After.Stuck.class::isInstance);
        assertThat(faults.failures()).hasSize(7).extracting(Faults.Failure::after)
                .noneMatch(After.Stuck.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void a_group_that_is_meant_to_be_offline_is_offline_in_the_end_whatever_happens(DataMode mode) {
        ClusterImage start = Scenes.fourNodes(mode);
        GroupImage off = start.group(Scenes.group(2)).withIntent(new Intent(false, new TreeSet<>()));
        ClusterImage image = start.with(off.settledOn(start.node(Scenes.node(2)),
                off.placement().withOffline(off.resourceIds(), "as the operator wants")));
        Faults faults = Faults.of(image, plan(image));
        assertThat(faults.losses()).extracting(Faults.Loss::after).noneMatch(After.Stuck.class::isInstance);
        assertThat(faults.failures()).extracting(Faults.Failure::after).noneMatch(After.Stuck.class::isInstance);
    }

    @Test
    void the_standby_takes_over_what_it_can_open() {
        ClusterImage image = Scenes.fourNodes(DataMode.COMPATIBLE);
        Faults faults = Faults.of(image, plan(image));
        Faults.Loss second = faults.losses().stream().filter(loss -> loss.stage() == 2
                && loss.node().equals(Scenes.node(2))).findFirst().orElseThrow();
        assertThat(second.taken()).containsOnlyKeys(Scenes.group(2));
        assertThat(second.waits()).isEmpty();
    }

    @Test
    void what_nobody_can_open_waits_for_its_node() {
        ClusterImage image = Scenes.fourNodes(DataMode.STRICT);
        Faults faults = Faults.of(image, plan(image));
        assertThat(faults.losses()).filteredOn(loss -> loss.stage() == 1 && !loss.node().equals(Scenes.node(4)))
                .allSatisfy(loss -> assertThat(loss.waits()).hasSize(1));
    }

    @Test
    void once_data_is_converted_its_step_is_not_undone() {
        ClusterImage image = Scenes.fourNodes(DataMode.STRICT);
        assertThat(Faults.of(image, plan(image)).failures()).filteredOn(failure -> failure.noWayBack().stream()
                .anyMatch(why -> why.contains("have changed their format"))).extracting(Faults.Failure::stage)
                .containsExactly(2, 4, 6);
    }

    @Test
    void a_conversion_that_may_not_be_started_again_stops_the_upgrade() {
        ClusterImage start = Scenes.fourNodes(DataMode.STRICT);
        Kind k = start.kinds().get(Scenes.KIND);
        Kind.Convert c = k.convert().orElseThrow();
        ClusterImage image = start.with(new Kind(k.id(), k.product(), k.data(), 2, true, false, k.upgrade(),
                Optional.of(new Kind.Convert(c.offline(), c.online(), new Command("convert"), false, c.takes())),
                k.backup(), k.version(), k.format()));
        assertThat(Faults.of(image, plan(image)).losses()).filteredOn(loss -> loss.after() instanceof After.Stuck)
                .hasSize(3).allSatisfy(loss -> assertThat(loss.waits()).hasSize(1));
    }

    @Test
    void more_accidents_than_anybody_waits_for_are_refused() {
        ClusterImage image = Scenes.fourNodes(DataMode.COMPATIBLE);
        Plan plan = plan(image);
        assertThat(Faults.count(image, plan)).isEqualTo(plan.steps().size() * 5L);
        Plan tooLong = new Plan(plan.spec(), 1, plan.basis(), Collections.nCopies(2_000,
                plan.stages().getFirst()));
        assertThatThrownBy(() -> Faults.of(image, tooLong)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Plan plan(ClusterImage image) {
        return switch (Planner.plan(image, Scenes.upgrade())) {
            case Planning.Planned planned -> planned.plan();
            case Planning.Infeasible none -> throw new AssertionError(none.toString());
        };
    }
}
