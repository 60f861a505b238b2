package dev.baton.core.rules;

import static dev.baton.core.Scenes.node;
import static dev.baton.core.rules.LawTable.hold;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.Step;
import org.junit.jupiter.api.Test;

/// Law 14.
class FinalizeLastTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    private static final Step FINALIZE = new Step.Finalize();

    @Test
    void every_member_is_up_level_before_the_end() {
        ClusterImage three = Scenes.upgraded(Scenes.upgraded(Scenes.upgraded(FOUR, 1), 2), 3);
        LawTable.of(14, three).refuses(FINALIZE, "node4 has evs 1.0, not 2.0").allows(hold(4));
        LawTable.of(14, Scenes.upgraded(three, 4)).allows(FINALIZE);
    }

    @Test
    void a_member_that_is_down_counts_by_what_was_last_known() {
        ClusterImage three = Scenes.upgraded(Scenes.upgraded(Scenes.upgraded(FOUR, 1), 2), 3);
        LawTable.of(14, Scenes.down(three, 4)).refuses(FINALIZE, "node4 was last seen with evs 1.0, not 2.0");
        LawTable.of(14, Scenes.down(Scenes.upgraded(three, 4), 4)).allows(FINALIZE);
    }

    @Test
    void a_member_that_was_never_seen_may_be_old() {
        ClusterImage all = Scenes.upgraded(Scenes.upgraded(Scenes.upgraded(Scenes.upgraded(FOUR, 1), 2), 3), 4);
        LawTable.of(14, all.with(NodeImage.defined(node(5), "127.0.0.5", false, false)))
                .refuses(FINALIZE, "node5 was last seen with evs (version unknown), not 2.0");
    }

    @Test
    void a_witness_runs_no_groups_and_needs_no_product_of_theirs() {
        ClusterImage all = Scenes.upgraded(Scenes.upgraded(Scenes.upgraded(Scenes.upgraded(FOUR, 1), 2), 3), 4);
        NodeImage witness = NodeImage.defined(node(5), "127.0.0.5", true, true)
                .withMembership(Membership.UP, 1, "boot").withFacts(NodeFacts.UNKNOWN.with(Scenes.PRODUCT, Scenes.OLD));
        LawTable.of(14, all.with(witness)).allows(FINALIZE);
    }
}
