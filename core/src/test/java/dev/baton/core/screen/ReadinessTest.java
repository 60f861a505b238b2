package dev.baton.core.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Golden;
import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.RunId;
import dev.baton.core.model.WatchdogDevice;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The pre-checks of an upgrade.
class ReadinessTest {

    private static Readiness of(ClusterImage image, UpgradeSpec spec, Optional<RunId> on) {
        return switch (Planner.plan(image, spec)) {
            case Planning.Planned(var plan, _) -> Readiness.of(image, spec, Optional.of(plan), List.of(),
                    "a91f0c3", on, Optional.empty());
            case Planning.Infeasible(var because, _) -> Readiness.of(image, spec, Optional.empty(), because, "", on,
                    Optional.empty());
        };
    }

    private static ClusterImage readable(ClusterImage image) {
        Kind kind = Scenes.kind(DataMode.STRICT);
        return image.with(new Kind(kind.id(), kind.product(), kind.data(), kind.formatParts(),
                kind.trustMixedFailover(), kind.failoverMayConvert(), kind.upgrade(), kind.convert(),
                Optional.of(new Kind.Backup(true, new Command("save"), Optional.of(new Command("load")))),
                Optional.of(new Command("version")), Optional.of(new Command("format"))));
    }

    private static String words(Readiness readiness) {
        return readiness.checks().stream().map(check -> check.name() + " " + check.result())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void a_cluster_at_rest_is_ready_and_what_no_machine_was_asked_is_said_not_to_be_checked() {
        Readiness readiness = of(readable(Scenes.fourNodes(DataMode.STRICT)), Scenes.upgrade(), Optional.empty());
        Golden.check("readiness", readiness.text());
        assertThat(readiness.ready()).isTrue();
        assertThat(words(readiness)).contains("disk space NOT_CHECKED", "clock skew NOT_CHECKED", "proved PASSED",
                "backups PASSED");
        assertThat(readiness.text().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void nodes_that_are_all_reset_by_a_watchdog_should_they_stand_still_need_no_fencing() {
        ClusterImage image = readable(Scenes.fourNodes(DataMode.STRICT));
        assertThat(words(of(image, Scenes.upgrade(), Optional.empty()))).contains("protection NOTED");
        for (NodeImage node : image.members()) {
            image = image.with(node.withFacts(node.facts().withWatchdog(Optional.of(
                    new WatchdogDevice("/dev/watchdog", Duration.ofSeconds(3))))));
        }
        Readiness watched = of(image, Scenes.upgrade(), Optional.empty());
        assertThat(words(watched)).contains("protection PASSED");
        assertThat(watched.text()).contains("watchdog should it stand still");
    }

    @Test
    void each_thing_that_is_in_the_way_fails_its_own_check_with_a_way_out() {
        ClusterImage image = Scenes.down(Scenes.fourNodes(DataMode.STRICT), 4);
        ClusterImage held = image.with(image.node(Scenes.node(3)).withHold(new Hold(new HoldId("disks"), "ada at lab",
                "new disks", Hold.Strength.CLOSED, Optional.empty())));
        Readiness readiness = of(held, Scenes.upgrade(), Optional.of(new RunId("r1")));
        Golden.check("readiness-not", readiness.text());
        assertThat(readiness.ready()).isFalse();
        assertThat(words(readiness)).contains("no other run FAILED", "all nodes up FAILED", "no foreign hold FAILED",
                "kinds complete FAILED", "plan FAILED");
        assertThat(readiness.checks()).filteredOn(check -> check.result() == Readiness.Result.FAILED)
                .allSatisfy(check -> assertThat(check.wayOut()).as(check.name()).isNotEmpty());
    }

    @Test
    void what_the_leader_says_against_a_start_makes_it_not_ready() {
        Readiness ready = of(readable(Scenes.fourNodes(DataMode.STRICT)), Scenes.upgrade(), Optional.empty());
        assertThat(ready.with(Readiness.asked(List.of())).ready()).isTrue();
        assertThat(ready.with(Readiness.asked(List.of("gate drill: no drill has passed"))).ready()).isFalse();
    }
}
