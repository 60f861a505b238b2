package dev.baton.core.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Golden;
import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Plans as people see them.
class PlanScreenTest {

    @Test
    void compatible_with_one_spare() {
        check("plan-compatible", Scenes.fourNodes(DataMode.COMPATIBLE), quick(), Optional.of("7c1e4a2"));
    }

    @Test
    void strict_with_one_spare() {
        check("plan-strict", Scenes.fourNodes(DataMode.STRICT), Scenes.upgrade(), Optional.of("a91f0c3"));
    }

    @Test
    void strict_as_documented() {
        check("plan-strict-documented", Scenes.fourNodes(DataMode.STRICT),
                Scenes.upgrade().withPreset(Preset.DOCUMENTED), Optional.empty());
    }

    @Test
    void two_nodes_that_both_serve() {
        check("plan-two-nodes", Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1, 1, 2, 2), Scenes.upgrade(),
                Optional.empty());
    }

    @Test
    void no_spare_no_plan() {
        check("plan-none-no-spare", Scenes.cluster(DataMode.COMPATIBLE, true, 3, 1, 2, 3), Scenes.upgrade(),
                Optional.empty());
    }

    @Test
    void below_the_source_level_no_plan() {
        ClusterImage image = Scenes.fourNodes(DataMode.STRICT);
        image = image.with(image.node(Scenes.node(2)).withFacts(image.node(Scenes.node(2)).facts()
                .with(Scenes.PRODUCT, new dev.baton.core.model.Version("0.9"))));
        check("plan-none-below-source", Scenes.down(image, 3), Scenes.upgrade(), Optional.empty());
    }

    @Test
    void a_finished_upgrade() {
        ClusterImage image = Scenes.upgraded(Scenes.upgraded(Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1), 1), 2);
        check("plan-nothing", image, Scenes.upgrade(), Optional.empty());
    }

    @Test
    void stops_and_soaks_are_stages() {
        UpgradeSpec s = quick();
        check("plan-stops", Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1), new UpgradeSpec(s.name(), s.products(),
                s.restart(), s.preset(), s.failback(), s.convert(), s.moveTakes(),
                Set.of(UpgradeSpec.StopPoint.FIRST_INSTALL, UpgradeSpec.StopPoint.FINALIZE), s.acceptedExposure(),
                Duration.ofMinutes(2), s.onFailure()), Optional.empty());
    }

    @Test
    void a_gate_is_named_with_the_way_through_it() {
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1);
        UpgradeSpec gated = quick().withGates(Set.of(UpgradeSpec.Gate.DRILL));
        assertThat(new PlanScreen(image, Optional.empty(), Optional.empty(), "").text(gated,
                Planner.plan(image, gated))).contains("  gate         it starts only where drills have passed",
                "baton drill");
    }

    private static UpgradeSpec quick() {
        UpgradeSpec s = Scenes.upgrade();
        UpgradeSpec.ProductUpgrade p = s.products().getFirst();
        return new UpgradeSpec(s.name(), List.of(new UpgradeSpec.ProductUpgrade(p.product(), p.from(), p.to(),
                Optional.of(new Command("download")), p.install(), Optional.of(new Command("undo")), p.selfTest(),
                Duration.ofMinutes(10))), s.restart(), s.preset(), s.failback(), s.convert(), Duration.ofSeconds(30),
                s.stopBefore(), Optional.of(Duration.ofMinutes(45)), s.soakAfterNode(), s.onFailure());
    }

    private static void check(String name, ClusterImage image, UpgradeSpec spec, Optional<String> digest) {
        Optional<PlanScreen.Proof> proof = digest.map(_ -> new PlanScreen.Proof("PROVED",
                "15 laws, 8 states, every single node failure at each   (assumes: docs/proof.md)"));
        String text = new PlanScreen(image.withRevision(118), digest, proof, digest.isPresent() ? "upgrade.yaml" : "")
                .text(spec, Planner.plan(image, spec));
        Golden.check(name, text);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80 && line.equals(line.stripTrailing()));
    }
}
