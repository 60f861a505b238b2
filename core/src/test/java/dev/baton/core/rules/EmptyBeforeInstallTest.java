package dev.baton.core.rules;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.Scenes.node;
import static dev.baton.core.rules.LawTable.held;
import static dev.baton.core.rules.LawTable.hold;
import static dev.baton.core.rules.LawTable.install;
import static dev.baton.core.rules.LawTable.move;
import static dev.baton.core.rules.LawTable.offline;
import static dev.baton.core.rules.LawTable.online;
import static dev.baton.core.rules.LawTable.rejoin;
import static dev.baton.core.rules.LawTable.release;
import static dev.baton.core.rules.LawTable.restart;
import static dev.baton.core.rules.LawTable.selfTest;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Hold;
import dev.baton.core.model.Kind;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Law 3.
class EmptyBeforeInstallTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    @Test
    void a_node_is_closed_and_empty_before_it_is_changed() {
        LawTable.of(3, FOUR).refuses(install(1), "node1 still has evs1",
                "node1 is not closed, so a group could start there meanwhile")
                .refuses(install(4), "node4 is not closed, so a group could start there meanwhile")
                .after(hold(4)).allows(install(4)).allows(restart(4));
    }

    @Test
    void a_group_on_its_way_to_the_node_counts() {
        ClusterImage coming = FOUR.with(FOUR.group(group(1)).withPlacement(FOUR.group(group(1)).placement()
                .movedTo(node(4), "moved")));
        LawTable.of(3, coming).after(hold(4)).refuses(install(4), "node4 still has evs1")
                .refuses(restart(4), "node4 still has evs1");
    }

    @Test
    void a_changed_node_stays_closed_until_its_self_test() {
        LawTable.of(3, FOUR).after(hold(4)).allows(release(4)).after(install(4))
                .refuses(release(4), "node4 has not been restarted since it was changed")
                .after(selfTest(4), restart(4)).refuses(release(4), "node4 has not rejoined")
                .after(rejoin(4)).refuses(release(4), "node4 has not passed the self-test of evs")
                .after(selfTest(4)).allows(release(4));
    }

    @Test
    void nothing_starts_on_a_closed_node() {
        LawTable.of(3, FOUR).after(hold(4)).refuses(move(1, 1, 4), "node4 is closed, so nothing may come to it");
        LawTable.of(3, FOUR).after(offline(1, Scenes.ATTENDANT), hold(1)).refuses(online(1, Scenes.ATTENDANT),
                "node1 is closed, so nothing may start there");
        LawTable.of(3, held(FOUR, 4, Hold.Strength.PAUSED)).allows(move(1, 1, 4));
    }

    @Test
    void a_kind_that_is_upgraded_in_place_may_stay_offline() {
        Kind kind = Scenes.kind(DataMode.COMPATIBLE);
        ClusterImage inPlace = Scenes.fourNodes(DataMode.COMPATIBLE).with(new Kind(kind.id(), kind.product(),
                kind.data(), 2, true, false, UpgradeMode.IN_PLACE_OFFLINE, Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty()));
        LawTable.of(3, inPlace).after(hold(1)).refuses(install(1), "node1 still has evs1")
                .after(offline(1, Scenes.ATTENDANT)).refuses(install(1), "node1 still has evs1")
                .after(offline(1, Scenes.DISK, Scenes.NAME)).allows(install(1));
    }

    @Test
    void what_no_group_needs_is_changed_beside_what_runs_on_the_closed_node() {
        UpgradeSpec spec = Scenes.upgrade();
        ProductId other = new ProductId("baton");
        UpgradeSpec.ProductUpgrade product = spec.products().getFirst();
        UpgradeSpec beside = daemon(spec, new UpgradeSpec.ProductUpgrade(other, product.from(), product.to(),
                Optional.empty(), product.install(), Optional.empty(), Optional.empty(), product.takes()));
        Step.Install install = new Step.Install(node(1), other, Scenes.OLD, Scenes.NEW);
        LawTable.of(3, FOUR, beside).refuses(install, "node1 is not closed, so a group could start there meanwhile")
                .after(hold(1)).allows(install);
        LawTable.of(3, FOUR, daemon(spec, product)).after(hold(1)).refuses(install(1), "node1 still has evs1");
    }

    private static UpgradeSpec daemon(UpgradeSpec spec, UpgradeSpec.ProductUpgrade product) {
        return new UpgradeSpec(spec.name(), List.of(product), UpgradeSpec.Restart.DAEMON, spec.preset(),
                spec.failback(), spec.convert(), spec.moveTakes(), spec.stopBefore(), spec.acceptedExposure(),
                spec.soakAfterNode(), spec.onFailure());
    }
}
