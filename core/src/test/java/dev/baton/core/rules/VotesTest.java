package dev.baton.core.rules;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.Scenes.node;
import static dev.baton.core.rules.LawTable.install;
import static dev.baton.core.rules.LawTable.restart;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.MajorityLoss;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Law 5. The nodes of the scenes all vote.
class VotesTest {

    @Test
    void five_votes_lose_one_and_then_one_more() {
        LawTable.of(5, nodes(5)).allows(restart(1)).allows(install(1));
    }

    @Test
    void four_votes_have_none_to_lose_during_a_restart_and_the_plan_must_say_so() {
        LawTable.of(5, nodes(4)).refuses(restart(1), "while node1 is changed 3 of 4 votes are left, none to lose, "
                + "and the plan does not say so");
        Announcement said = new Announcement(new TreeMap<>(), new TreeSet<>(List.of(node(1))), new TreeSet<>(), 1);
        new LawTable(Rulebook.law(5), Trace.begin(Scenes.upgrade(), said, nodes(4))).allows(restart(1))
                .refuses(restart(2), "while node2 is changed 3 of 4 votes are left, none to lose, "
                        + "and the plan does not say so");
    }

    @Test
    void the_majority_is_not_given_up_silently() {
        LawTable.of(5, nodes(2)).refuses(restart(1), "while node1 is changed 1 of 2 votes are left, no majority, "
                + "and the plan does not say so");
        Announcement said = new Announcement(new TreeMap<>(), new TreeSet<>(), new TreeSet<>(List.of(node(1))), 1);
        new LawTable(Rulebook.law(5), Trace.begin(Scenes.upgrade(), said, nodes(2))).allows(restart(1));
        LawTable.of(5, Scenes.down(Scenes.down(nodes(5), 4), 5)).refuses(restart(1),
                "while node1 is changed 2 of 5 votes are left, no majority, and the plan does not say so");
    }

    @Test
    void whatever_falls_silent_with_the_majority_is_named() {
        ClusterImage pair = Scenes.cluster(DataMode.COMPATIBLE, true, 2, 1);
        Announcement said = new Announcement(new TreeMap<>(), new TreeSet<>(), new TreeSet<>(List.of(node(2))), 1);
        new LawTable(Rulebook.law(5), Trace.begin(Scenes.upgrade(), said, pair))
                .refuses(restart(2), "while node2 is changed 1 of 2 votes are left, no majority, and the plan does not "
                        + "say that evs1 falls silent meanwhile")
                .allows(Step.Restart.of(pair, node(2), false))
                .allows(Step.Restart.of(pair, node(2), true));
        assertThat(Step.Restart.of(pair, node(2), false).describe())
                .isEqualTo("restart node2 (no majority meanwhile: evs1 falls silent)");
    }

    @Test
    void what_falls_silent_is_all_that_runs_and_no_more() {
        ClusterImage two = Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1, 2, 1);
        assertThat(MajorityLoss.of(two, node(1))).containsExactly(group(1), group(2), group(3));
        GroupImage stopped = two.group(group(2));
        ClusterImage offline = two.with(stopped.withPlacement(stopped.placement()
                .withOffline(stopped.resourceIds(), "stopped")));
        assertThat(MajorityLoss.of(offline, node(1))).containsExactly(group(1), group(3));
        GroupImage third = offline.group(group(3));
        ClusterImage ordered = offline.with(third.withTerms(third.terms().withAfter(new TreeSet<>(List.of(group(2))))));
        assertThat(MajorityLoss.of(ordered, node(1))).containsExactly(group(1));
        assertThat(MajorityLoss.of(ordered.with(ordered.group(group(1)).withIntent(
                new Intent(false, new TreeSet<>()))), node(1))).isEmpty();
        assertThat(MajorityLoss.of(Scenes.cluster(DataMode.COMPATIBLE, false, 3, 1), node(1))).isEmpty();
        assertThat(MajorityLoss.of(Scenes.down(Scenes.cluster(DataMode.COMPATIBLE, false, 3, 1), 3), node(1)))
                .containsExactly(group(1));
    }

    @Test
    void so_many_votes_would_keep_the_majority() {
        assertThat(MajorityLoss.votesWanted(nodes(2), node(1))).isOne();
        assertThat(MajorityLoss.votesWanted(nodes(1), node(1))).isEqualTo(2);
        assertThat(MajorityLoss.votesWanted(nodes(3), node(1))).isZero();
        assertThat(MajorityLoss.votesWanted(Scenes.down(nodes(3), 3), node(1))).isEqualTo(2);
    }

    @Test
    void a_node_that_has_not_rejoined_has_no_vote() {
        LawTable.of(5, nodes(3)).after(restart(1))
                .refuses(restart(2), "while node2 is changed 1 of 3 votes are left, no majority, "
                        + "and the plan does not say so");
    }

    @Test
    void a_witness_counts_and_a_node_without_a_vote_does_not() {
        ClusterImage image = nodes(4).with(NodeImage.defined(node(5), "127.0.0.5", true, true)
                .withMembership(Membership.UP, 1, "boot"));
        LawTable.of(5, image).allows(restart(1));
        ClusterImage plain = nodes(2).with(NodeImage.defined(node(3), "127.0.0.3", false, false)
                .withMembership(Membership.UP, 1, "boot"));
        LawTable.of(5, plain).allows(restart(3));
    }

    @Test
    void an_install_without_restart_takes_no_vote() {
        UpgradeSpec any = Scenes.upgrade();
        UpgradeSpec never = new UpgradeSpec(any.name(), any.products(), UpgradeSpec.Restart.NEVER, any.preset(),
                any.failback(), any.convert(), any.moveTakes(), any.stopBefore(), any.acceptedExposure(),
                any.soakAfterNode(), any.onFailure());
        LawTable.of(5, nodes(2), never).allows(install(1)).refuses(restart(1),
                "while node1 is changed 1 of 2 votes are left, no majority, and the plan does not say so");
    }

    private static ClusterImage nodes(int n) {
        return Scenes.cluster(DataMode.COMPATIBLE, true, n);
    }
}
