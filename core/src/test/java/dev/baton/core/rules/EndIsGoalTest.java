package dev.baton.core.rules;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.rules.LawTable.hold;
import static dev.baton.core.rules.LawTable.move;
import static dev.baton.core.rules.LawTable.offline;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.Intent;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Law 15.
class EndIsGoalTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    private static final ClusterImage DONE = done();

    @Test
    void the_end_is_reached_when_everything_has_followed() {
        LawTable.of(15, DONE).mayEnd().allows(new Step.Finalize()).after(hold(4)).mayNotEnd(
                "node4 is still held by the run").refuses(new Step.Finalize(), "node4 is still held by the run");
    }

    @Test
    void nothing_reached_is_said_group_by_group_and_node_by_node() {
        LawTable.of(15, FOUR).mayNotEnd("evs1 has its data still 1.0", "evs2 has its data still 1.0",
                "evs3 has its data still 1.0", "node1 has evs 1.0, not 2.0", "node2 has evs 1.0, not 2.0",
                "node3 has evs 1.0, not 2.0", "node4 has evs 1.0, not 2.0");
    }

    @Test
    void what_was_taken_offline_must_come_back() {
        LawTable.of(15, DONE).after(offline(2, Scenes.ATTENDANT))
                .mayNotEnd("evs2 is Partial on node2 without attendant");
        LawTable.of(15, DONE).after(offline(2, Scenes.DISK, Scenes.NAME)).mayNotEnd("evs2 is Offline on node2");
    }

    @Test
    void what_the_operator_keeps_offline_stays_offline() {
        ClusterImage kept = DONE.with(DONE.group(group(2)).withIntent(
                new Intent(true, new TreeSet<>(List.of(Scenes.ATTENDANT)))));
        LawTable.of(15, kept).mayNotEnd("evs2 is Online on node2").after(offline(2, Scenes.ATTENDANT)).mayEnd();
    }

    @Test
    void compatible_data_need_not_follow_and_by_hand_they_may_wait() {
        ClusterImage compatible = DONE.with(Scenes.kind(DataMode.COMPATIBLE)).with(DONE.group(group(1))
                .withFormat(new Format.At(Scenes.OLD)));
        LawTable.of(15, compatible).mayEnd();
        ClusterImage backward = compatible.with(Scenes.kind(DataMode.BACKWARD));
        LawTable.of(15, backward).mayNotEnd("evs1 has its data still 1.0");
        LawTable.of(15, backward, spec(UpgradeSpec.ConvertWhen.BY_HAND, UpgradeSpec.Failback.NEVER)).mayEnd();
    }

    @Test
    void groups_are_home_again_where_failback_is_asked_for() {
        UpgradeSpec home = spec(UpgradeSpec.ConvertWhen.WITH_MOVE, UpgradeSpec.Failback.AT_END);
        LawTable.of(15, DONE, home).mayEnd().after(move(1, 1, 4))
                .mayNotEnd("evs1 is on node4, not on node1 where it began");
        LawTable.of(15, DONE).after(move(1, 1, 4)).mayEnd();
    }

    private static UpgradeSpec spec(UpgradeSpec.ConvertWhen convert, UpgradeSpec.Failback failback) {
        UpgradeSpec any = Scenes.upgrade();
        return new UpgradeSpec(any.name(), any.products(), any.restart(), any.preset(), failback, convert,
                any.moveTakes(), any.stopBefore(), any.acceptedExposure(), any.soakAfterNode(), any.onFailure());
    }

    private static ClusterImage done() {
        ClusterImage image = FOUR;
        for (int n = 1; n <= 4; n++) {
            image = Scenes.upgraded(image, n);
        }
        for (int g = 1; g <= 3; g++) {
            image = image.with(image.group(group(g)).withFormat(new Format.At(Scenes.NEW)));
        }
        return image;
    }
}
