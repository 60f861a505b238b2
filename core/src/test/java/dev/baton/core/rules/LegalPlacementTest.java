package dev.baton.core.rules;

import static dev.baton.core.Scenes.node;
import static dev.baton.core.rules.LawTable.held;
import static dev.baton.core.rules.LawTable.move;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Hold;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeImage;
import org.junit.jupiter.api.Test;

/// Law 8, for moves; [CandidatesTest] has every reason, and the property tests of placement failover.
class LegalPlacementTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    @Test
    void a_group_moves_to_an_empty_node_and_to_no_other() {
        LawTable.of(8, FOUR).allows(move(1, 1, 4))
                .refuses(move(1, 1, 2), "node2 runs evs2; one group per node (anti-affinity, hard)");
    }

    @Test
    void a_group_moves_to_no_node_that_is_down_or_a_witness() {
        LawTable.of(8, Scenes.down(FOUR, 4)).refuses(move(1, 1, 4), "node4 is down");
        ClusterImage image = FOUR.with(NodeImage.defined(node(5), "127.0.0.5", true, true)
                .withMembership(Membership.UP, 1, "boot"));
        LawTable.of(8, image).refuses(move(1, 1, 5), "node5 is a witness and runs no groups");
    }

    @Test
    void without_anti_affinity_groups_share_a_node() {
        LawTable.of(8, Scenes.cluster(DataMode.STRICT, false, 2, 1, 2)).allows(move(1, 1, 2));
    }

    @Test
    void holds_and_versions_are_other_laws() {
        LawTable.of(8, held(Scenes.upgraded(FOUR, 4), 4, Hold.Strength.CLOSED)).allows(move(1, 1, 4));
    }
}
