package dev.baton.core.rules;

import static dev.baton.core.Scenes.node;
import static dev.baton.core.rules.LawTable.hold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Step;
import java.util.List;
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

    private static ClusterImage speaking(ClusterImage image, int node, int lowest, int highest) {
        NodeImage one = image.node(node(node));
        return image.with(one.withFacts(one.facts().withLevels(new LevelRange(lowest, highest))));
    }

    private static List<String> against(ClusterImage image) {
        return new FinalizeLast().against(image, 2).stream().map(Reason::facts).toList();
    }

    @Test
    void the_level_rises_when_every_member_speaks_it_down_ones_by_what_was_last_known() {
        ClusterImage three = speaking(speaking(speaking(FOUR, 1, 1, 2), 2, 1, 2), 3, 1, 3);
        assertThat(against(three)).containsExactly("node4 speaks levels [1, 1], not 2");
        assertThat(against(Scenes.down(three, 4)))
                .containsExactly("node4 is down and was last seen speaking levels [1, 1], not 2");
        assertThat(against(Scenes.down(speaking(three, 4, 1, 2), 4))).isEmpty();
        assertThat(against(speaking(three, 4, 3, 4))).containsExactly("node4 speaks levels [3, 4], not 2");
    }

    @Test
    void a_witness_counts_for_the_level_and_a_node_that_was_never_seen_may_be_old() {
        ClusterImage all = speaking(speaking(speaking(speaking(FOUR, 1, 1, 2), 2, 1, 2), 3, 1, 2), 4, 1, 2);
        NodeImage witness = NodeImage.defined(node(5), "127.0.0.5", true, true);
        assertThat(against(all.with(witness))).containsExactly("node5 was never seen: what it speaks is not known");
        assertThat(against(all.with(witness.withMembership(Membership.UP, 1, "boot"))))
                .containsExactly("node5 speaks levels [1, 1], not 2");
        assertThat(FinalizeLast.clusterHighest(all)).isEqualTo(2);
        assertThat(FinalizeLast.clusterHighest(all.with(witness))).isEqualTo(1);
    }
}
