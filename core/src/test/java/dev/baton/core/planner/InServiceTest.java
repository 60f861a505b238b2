package dev.baton.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.plan.WayBack;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What no group needs, such as Baton itself, is changed beside what runs.
class InServiceTest {
    private static final ProductId BATON = new ProductId("baton");

    private static ClusterImage having(ClusterImage image) {
        ClusterImage all = image;
        for (NodeImage node : image.nodes().values()) {
            all = all.with(node.withFacts(node.facts().with(BATON, Scenes.OLD)));
        }
        return all;
    }

    private static UpgradeSpec upgrade(ProductId product) {
        return new UpgradeSpec("next", List.of(new UpgradeSpec.ProductUpgrade(product,
                VersionRange.parse(">=1.0 <2.0"), Scenes.NEW, Optional.empty(), new Command("setup"),
                Optional.of(new Command("back")), Optional.empty(), Duration.ofMinutes(1))), UpgradeSpec.Restart.DAEMON,
                Preset.FEWEST_OUTAGES, UpgradeSpec.Failback.NEVER, UpgradeSpec.ConvertWhen.WITH_MOVE,
                Duration.ofMinutes(1), Set.of(), Optional.empty(), Duration.ZERO, UpgradeSpec.OnFailure.STOP);
    }

    private static Planning.Planned planned(ClusterImage image, UpgradeSpec spec) {
        Planning planning = Planner.plan(image, spec);
        assertThat(planning).isInstanceOf(Planning.Planned.class);
        Planning.Planned planned = (Planning.Planned) planning;
        assertThat(Prover.prove(planned.plan(), image, planned.report().exposureByGroup()))
                .isInstanceOf(Proof.Holds.class);
        return planned;
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void every_node_is_changed_and_no_group_moves_or_falls_silent(DataMode mode) {
        Planning.Planned planned = planned(having(Scenes.cluster(mode, true, 4, 1, 2, 3)), upgrade(BATON));
        assertThat(planned.plan().stages()).extracting(Stage::title).containsExactly("upgrade node4", "upgrade node1",
                "upgrade node2", "upgrade node3");
        assertThat(planned.plan().steps()).noneMatch(step -> step instanceof Step.OnGroup);
        assertThat(planned.plan().steps()).noneMatch(step -> step instanceof Step.Restart);
        assertThat(planned.report().outages()).isZero();
        assertThat(planned.report().optimal()).isTrue();
    }

    @Test
    void nobody_could_take_over_while_the_only_other_node_is_closed_and_the_plan_says_so() {
        Planning.Planned planned = planned(having(Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1)), upgrade(BATON));
        assertThat(planned.report().exposure()).isEqualTo(Duration.ofMinutes(1));
        assertThat(planned.report().votes()).contains("NO MAJORITY during",
                "nothing runs if its daemon is not back within a lease (up to 2 outages more)", "a witness");
    }

    @Test
    void no_node_needs_to_be_empty_and_no_room_is_needed() {
        assertThat(planned(having(Scenes.cluster(DataMode.STRICT, true, 3, 1, 2, 3)), upgrade(BATON)).report()
                .outages()).isZero();
    }

    @Test
    void what_a_group_runs_on_is_not_changed_under_it() {
        Planning planning = Planner.plan(Scenes.fourNodes(DataMode.COMPATIBLE), upgrade(Scenes.PRODUCT));
        assertThat(planning).isInstanceOfSatisfying(Planning.Infeasible.class, none -> assertThat(none.because())
                .extracting(Reason::facts).contains("evs1 runs on evs, which would be changed under it"));
    }

    @Test
    void a_half_done_one_goes_on_with_the_node_that_is_still_closed() {
        ClusterImage image = having(Scenes.fourNodes(DataMode.STRICT));
        NodeImage node4 = image.node(Scenes.node(4));
        image = image.with(node4.withFacts(node4.facts().with(BATON, new Version("2.0"))));
        image = Projection.project(image, new Step.Hold(Scenes.node(2)));
        assertThat(planned(image, upgrade(BATON)).plan().stages()).extracting(Stage::title)
                .containsExactly("upgrade node2", "upgrade node1", "upgrade node3");
    }

    @Test
    void the_way_back_leaves_the_services_alone_too() {
        ClusterImage image = having(Scenes.fourNodes(DataMode.STRICT));
        WayBack back = WayBack.of(upgrade(BATON), image, planned(image, upgrade(BATON)).plan().steps());
        assertThat(back.blocked()).isEmpty();
        assertThat(back.steps()).noneMatch(step -> step instanceof Step.OnGroup || step instanceof Step.Restart);
    }
}
