package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Whole;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real agents and real controllers together.
final class WholeClusterTest {

    private static void verify(Whole whole) {
        assertThat(whole.world().breaches()).isEmpty();
        assertThat(whole.image().members()).allSatisfy(node ->
                assertThat(node.version(Whole.PRODUCT)).contains(new Version("2.0")));
        assertThat(whole.image().groups().values()).allSatisfy(group -> {
            assertThat(group.format()).hasToString("2");
            assertThat(group.state().word()).isEqualTo("Online");
        });
        assertThat(whole.image().nodes().values()).allSatisfy(node -> assertThat(node.holds()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_run_upgrades_real_nodes(long seed) {
        Whole whole = new Whole(seed);
        whole.accepted(new Request.StartRun(whole.plan()));
        whole.await("the end", whole::finished);
        verify(whole);
        assertThat(whole.changes).hasSize(7).doesNotHaveDuplicates();
        assertThat(whole.run().orElseThrow().groups()).allSatisfy(group -> assertThat(group.seen()).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void a_run_survives_daemons_that_are_killed_and_come_back_within_the_lease(long seed) {
        Whole whole = new Whole(seed);
        whole.accepted(new Request.StartRun(whole.plan()));
        for (int accident = 0; accident < 6 && !whole.finished(); accident++) {
            whole.world().run(Duration.ofMillis(whole.world().random().nextInt(20_000)));
            String victim = Whole.NODES.get(whole.world().random().nextInt(4));
            whole.kill(victim);
            whole.world().run(Duration.ofMillis(whole.world().random().nextInt(1_500)));
            whole.start(victim);
        }
        whole.await("the end", whole::finished);
        verify(whole);
    }

    /// Failovers lead the cluster away from the plan; the run plans anew by itself, and a person only says yes where
    /// it asks. More seeds: `-Dwhole.seeds=500`.
    @Test
    void a_run_that_meets_nodes_that_stay_away_plans_anew_and_finishes() {
        for (long seed = 1000; seed < 1000 + Integer.getInteger("whole.seeds", 12); seed++) {
            try {
                Whole whole = new Whole(seed);
                whole.accepted(new Request.StartRun(whole.plan()));
                for (int accident = 0; accident < 5 && !whole.finished(); accident++) {
                    whole.world().run(Duration.ofMillis(whole.world().random().nextInt(15_000)));
                    accident(whole, Whole.NODES.get(whole.world().random().nextInt(4)),
                            whole.world().random().nextInt(5));
                }
                finish(whole);
                verify(whole);
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed, broken);
            }
        }
    }

    /// Lets the run end; where it asks whether it may go on with a plan, it may.
    private static void finish(Whole whole) {
        for (int second = 0; second < 1_800 && !whole.finished(); second++) {
            whole.world().run(Duration.ofSeconds(1));
            whole.run().flatMap(RunView::proposed).filter(proposed -> !proposed.against().isEmpty()).ifPresent(
                    proposed -> whole.accepted(new Request.ApproveRun(Optional.of(proposed.digest()))));
        }
        whole.await("the end", whole::finished);
    }

    private static void accident(Whole whole, String victim, int kind) {
        switch (kind) {
            case 0 -> {
                whole.world().on(victim).freeze();
                run(whole, 12_000);
                whole.world().on(victim).thaw();
            }
            case 1 -> {
                whole.cut(victim);
                run(whole, 15_000);
                whole.mend(victim);
            }
            case 2 -> whole.loseAnAnswer();
            default -> {
                whole.kill(victim);
                run(whole, kind == 3 ? 30_000 : 2_000);
                whole.start(victim);
            }
        }
    }

    private static void run(Whole whole, int atMostMillis) {
        whole.world().run(Duration.ofMillis(whole.world().random().nextInt(atMostMillis)));
    }

    @Test
    void a_conversion_cut_off_by_the_loss_of_its_owner_is_looked_at_by_the_next_one() {
        Whole whole = new Whole(41);
        whole.accepted(new Request.StartRun(whole.plan()));
        whole.await("the second conversion", () -> whole.image().group(new GroupId("evs2")).format()
                instanceof Format.Converting);
        String owner = whole.image().group(new GroupId("evs2")).owner().orElseThrow().value();
        whole.kill(owner);
        whole.await("known again", () -> whole.image().group(new GroupId("evs2")).format() instanceof Format.At);
        whole.start(owner);
        whole.await("the end", whole::finished);
        verify(whole);
    }

    @Test
    void a_killed_leader_that_owns_a_group_is_replaced_and_its_group_taken_over() {
        Whole whole = new Whole(21);
        String leader = whole.leader().orElseThrow();
        if (leader.equals("node4")) {
            whole.kill("node4");
            whole.await("another leader", () -> whole.leader().isPresent());
            whole.start("node4");
            leader = whole.leader().orElseThrow();
        }
        GroupId group = new GroupId("evs" + leader.charAt(4));
        whole.kill(leader);
        whole.await("taken over", () -> whole.image().group(group).owner().equals(Optional.of(new NodeId("node4")))
                && whole.image().group(group).state().word().equals("Online"));
        assertThat(whole.world().breaches()).isEmpty();
    }
}
