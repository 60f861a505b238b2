package dev.baton.core.rules;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.rules.LawTable.convert;
import static dev.baton.core.rules.LawTable.move;
import static dev.baton.core.rules.LawTable.offline;

import dev.baton.core.Scenes;
import dev.baton.core.model.Claim;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupImage;
import dev.baton.core.plan.Step;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Law 1, as far as steps can break it.
class SingleOwnerTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    @Test
    void a_group_is_moved_from_where_it_is() {
        LawTable.of(1, FOUR).allows(move(1, 1, 4)).refuses(move(1, 2, 4), "evs1 is on node1, not on node2");
    }

    @Test
    void a_move_to_the_same_node_is_none() {
        LawTable.of(1, FOUR).refuses(move(1, 1, 1), "evs1 is on node1 already");
    }

    @Test
    void a_group_that_could_not_be_stopped_goes_nowhere() {
        GroupImage group = FOUR.group(group(1));
        Claim claim = group.claim().orElseThrow();
        ClusterImage stuck = FOUR.with(group.withClaim(Optional.of(new Claim(claim.node(), claim.incarnation(),
                claim.bootId(), claim.epoch(), Optional.of("umount failed")))));
        LawTable.of(1, stuck).refuses(move(1, 1, 4), "evs1 could not be stopped on node1: umount failed");
    }

    @Test
    void nothing_works_on_the_data_beside_a_conversion() {
        LawTable.of(1, FOUR).refuses(convert(1), "resource attendant of evs1 is Online")
                .after(offline(1, Scenes.ATTENDANT)).allows(convert(1));
    }

    @Test
    void nobody_works_on_data_without_an_owner_that_is_up() {
        LawTable.of(1, Scenes.down(FOUR, 1)).refuses(new Step.Backup(group(1)),
                "evs1 has no owner that is up, so nobody may work on its data");
        LawTable.of(1, FOUR).allows(new Step.Backup(group(1)));
    }
}
