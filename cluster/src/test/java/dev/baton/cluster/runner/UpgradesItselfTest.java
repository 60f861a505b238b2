package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Whole;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.core.model.Claim;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Baton is a product like any other: its run replaces the daemons that carry it on, and touches no service.
final class UpgradesItselfTest {

    private static final ProductId BATON = new ProductId("baton");
    private static final Version NEXT = new Version("2.0");

    private static Whole whole(long seed) {
        Whole whole = new Whole(seed);
        ClusterDocument document = Whole.document();
        List<Kind> kinds = new ArrayList<>(document.kinds());
        kinds.add(new Kind(new KindId("baton"), BATON, DataMode.COMPATIBLE, 1, true, false, UpgradeMode.ROLLING,
                Optional.empty(), Optional.empty(), Optional.of(new Command("builds")), Optional.empty()));
        whole.accepted(new Request.ApplyConfiguration(new ClusterDocument(document.settings(), kinds, document.nodes(),
                document.groups()), Optional.empty()));
        whole.await("every node says which build it has", () -> whole.image().members().stream()
                .allMatch(node -> node.version(BATON).isPresent()));
        // Whoever leads sees it later than this observer.
        whole.world().run(Duration.ofSeconds(1));
        return whole;
    }

    private static UpgradeSpec upgrade() {
        return new UpgradeSpec("baton-2", List.of(new UpgradeSpec.ProductUpgrade(BATON,
                VersionRange.parse(">=1.0 <2.0"), NEXT, Optional.empty(), new Command("replace"),
                Optional.of(new Command("replace")), Optional.empty(), Duration.ofMinutes(1))),
                UpgradeSpec.Restart.DAEMON, Preset.FEWEST_OUTAGES, UpgradeSpec.Failback.NEVER,
                UpgradeSpec.ConvertWhen.WITH_MOVE, Duration.ofSeconds(10), Set.of(), Optional.empty(), Duration.ZERO,
                UpgradeSpec.OnFailure.STOP);
    }

    /// Who owns what under which number of ownership: both change with every move.
    private static Map<GroupId, String> claims(Whole whole) {
        Map<GroupId, String> claims = new TreeMap<>();
        for (GroupImage group : whole.image().groups().values()) {
            Claim claim = group.claim().orElseThrow();
            claims.put(group.id(), claim.node() + " " + claim.epoch());
        }
        return claims;
    }

    private static void verify(Whole whole, Map<GroupId, String> before) {
        assertThat(whole.world().breaches()).isEmpty();
        assertThat(whole.image().members()).allSatisfy(node -> assertThat(node.version(BATON)).contains(NEXT));
        assertThat(claims(whole)).isEqualTo(before);
        assertThat(whole.image().groups().values()).allSatisfy(group ->
                assertThat(group.state().word()).isEqualTo("Online"));
        assertThat(whole.run().orElseThrow().groups()).allSatisfy(group -> assertThat(group.seen()).isEmpty());
        assertThat(whole.image().nodes().values()).allSatisfy(node -> assertThat(node.holds()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_daemon_is_replaced_and_no_group_moves_or_stops(long seed) {
        Whole whole = whole(seed);
        Map<GroupId, String> before = claims(whole);
        whole.accepted(new Request.StartRun(whole.plan(upgrade())));
        whole.await("the end", whole::finished);
        verify(whole, before);
        assertThat(whole.changes).hasSize(4).doesNotHaveDuplicates();
        whole.accepted(new Request.FinalizeLevel(2));
    }

    @Test
    void a_daemon_that_dies_while_it_is_replaced_comes_back_and_the_run_goes_on() {
        Whole whole = whole(21);
        Map<GroupId, String> before = claims(whole);
        whole.accepted(new Request.StartRun(whole.plan(upgrade())));
        whole.await("the first is replaced", () -> whole.changes.size() == 1);
        whole.kill("node1");
        whole.world().run(Duration.ofMillis(700));
        whole.start("node1");
        whole.await("the end", whole::finished);
        verify(whole, before);
    }

    @Test
    void a_machine_that_is_lost_meanwhile_loses_its_group_to_another_and_the_run_waits_for_it() {
        Whole whole = whole(31);
        whole.accepted(new Request.StartRun(whole.plan(upgrade())));
        whole.await("the second is replaced", () -> whole.changes.size() == 2);
        whole.world().run(Duration.ofMillis(200));
        whole.kill("node3");
        whole.world().on("node3").lose();
        whole.await("evs3 is elsewhere", () -> whole.image().group(new GroupId("evs3")).owner()
                .filter(owner -> !owner.equals(new NodeId("node3"))).isPresent());
        whole.start("node3");
        whole.await("the end", whole::finished);
        assertThat(whole.world().breaches()).isEmpty();
        assertThat(whole.image().members()).allSatisfy(node -> assertThat(node.version(BATON)).contains(NEXT));
    }
}
