package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Whole;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.RunView;
import dev.baton.core.journal.RunView.StepLine;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Accidents in the middle of a run that lead the cluster away from its plan. No person helps: each run finds its own
/// way to the end. More seeds: `-Dovertaken.seeds=500`.
final class OvertakenRunTest {

    private static final Duration DEAD = Duration.ofSeconds(8);

    @Test
    void a_run_finishes_whose_owner_is_killed_during_a_move() {
        forManySeeds(whole -> {
            awaitStep(whole, "move evs2");
            String owner = whole.image().group(new GroupId("evs2")).owner().map(NodeId::value).orElse("node2");
            aMoment(whole);
            loseForAWhile(whole, owner);
        });
    }

    @Test
    void a_run_finishes_whose_target_is_killed_during_a_move() {
        forManySeeds(whole -> {
            awaitStep(whole, "move evs1");
            aMoment(whole);
            loseForAWhile(whole, "node4");
        });
    }

    @Test
    void a_run_finishes_whose_leader_is_killed_during_an_install() {
        forManySeeds(whole -> {
            awaitStep(whole, "install");
            whole.world().run(Duration.ofMillis(whole.world().random().nextInt(20_000)));
            whole.await("a leader", () -> whole.leader().isPresent());
            loseForAWhile(whole, whole.leader().orElseThrow());
        });
    }

    @Test
    void a_run_finishes_whose_leader_freezes_while_it_owns_a_group_that_is_converted() {
        forManySeeds(whole -> {
            whole.await("the first conversion", () -> whole.image().groups().values().stream()
                    .anyMatch(group -> group.format() instanceof Format.Converting));
            String owner = whole.image().groups().values().stream()
                    .filter(group -> group.format() instanceof Format.Converting)
                    .flatMap(group -> group.owner().stream()).findFirst().orElseThrow().value();
            lead(whole, owner);
            aMoment(whole);
            whole.freeze(owner);
            whole.world().run(DEAD);
            whole.world().run(Duration.ofMillis(whole.world().random().nextInt(20_000)));
            whole.thaw(owner);
        });
    }

    @Test
    void a_run_finishes_after_the_loss_of_an_owner_that_the_stage_is_not_about() {
        forManySeeds(whole -> {
            awaitStep(whole, "convert evs1");
            aMoment(whole);
            loseForAWhile(whole, "node3");
        });
    }

    @Test
    void a_run_is_rolled_back_while_nodes_are_lost() {
        for (long seed = 100; seed < 100 + Integer.getInteger("overtaken.seeds", 6); seed++) {
            try {
                Whole whole = new Whole(seed);
                whole.accepted(new Request.StartRun(whole.plan()));
                awaitStep(whole, seed % 2 == 0 ? "install" : "self-test");
                aMoment(whole);
                whole.accepted(new Request.RollbackRun());
                for (int accident = 0; accident < 2; accident++) {
                    whole.world().run(Duration.ofMillis(whole.world().random().nextInt(6_000)));
                    if (whole.run().orElseThrow().ended().isEmpty()) {
                        loseForAWhile(whole, Whole.NODES.get(whole.world().random().nextInt(4)));
                    }
                }
                rollBack(whole);
                assertThat(whole.world().breaches()).isEmpty();
                assertThat(whole.image().members()).allSatisfy(node -> {
                    assertThat(node.version(Whole.PRODUCT)).contains(new Version("1.0"));
                    assertThat(node.holds()).isEmpty();
                });
                assertThat(whole.image().groups().values()).allSatisfy(group -> {
                    assertThat(group.owner()).hasValueSatisfying(node -> assertThat(node.value())
                            .isEqualTo("node" + group.id().value().charAt(3)));
                    assertThat(group.format()).hasToString("1");
                    assertThat(group.state().word()).isEqualTo("Online");
                });
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed, broken);
            }
        }
    }

    @Test
    void a_run_aborted_while_the_only_node_that_opens_what_it_converted_is_down_leaves_no_group_half_offline() {
        for (long seed = 200; seed < 200 + Integer.getInteger("overtaken.seeds", 6); seed++) {
            Whole whole = new Whole(seed);
            whole.accepted(new Request.StartRun(whole.plan()));
            whole.await("a conversion", () -> whole.image().group(new GroupId("evs1")).format() instanceof
                    Format.Converting);
            String owner = whole.image().group(new GroupId("evs1")).owner().orElseThrow().value();
            whole.accepted(new Request.AbortRun());
            whole.await("the data is changed", () -> whole.changes.stream().anyMatch(change ->
                    change.startsWith("convert")));
            loseForAWhile(whole, owner);
            whole.await("the abort, seed " + seed, () -> is(whole, "aborted"));
            whole.await("all online, seed " + seed, () -> whole.image().groups().values().stream()
                    .allMatch(group -> group.state().word().equals("Online")));
            assertThat(whole.world().breaches()).as("seed " + seed).isEmpty();
        }
    }

    /// Lets the run end; where groups failed over, the way back costs outages and asks. A person who approves what the
    /// cluster has left meanwhile is refused, and looks again.
    private static void rollBack(Whole whole) {
        for (int second = 0; second < 900 && !is(whole, "rolled-back"); second++) {
            whole.world().run(Duration.ofSeconds(1));
            whole.run().flatMap(RunView::proposed).filter(plan -> !plan.against().isEmpty()).ifPresent(plan ->
                    whole.ask(new Request.ApproveRun(Optional.of(plan.digest()))));
        }
        assertThat(is(whole, "rolled-back")).as(whole.describe()).isTrue();
    }

    private static boolean is(Whole whole, String status) {
        return whole.run().filter(view -> view.status().equals(status)).isPresent();
    }

    /// Lets the node lead, if another does, by killing that other's controller: its agent stays.
    private static void lead(Whole whole, String node) {
        for (int i = 0; i < 3 && !whole.leader().equals(Optional.of(node)); i++) {
            whole.leader().ifPresent(whole::restartController);
            whole.await("a leader", () -> whole.leader().isPresent());
        }
    }

    private static void aMoment(Whole whole) {
        whole.world().run(Duration.ofMillis(whole.world().random().nextInt(400)));
    }

    private static void loseForAWhile(Whole whole, String node) {
        whole.kill(node);
        whole.world().run(DEAD);
        whole.world().run(Duration.ofMillis(whole.world().random().nextInt(60_000)));
        whole.start(node);
    }

    private static void awaitStep(Whole whole, String text) {
        whole.await(text, () -> whole.run().flatMap(OvertakenRunTest::current)
                .filter(step -> step.text().startsWith(text)).isPresent());
    }

    private static Optional<StepLine> current(RunView view) {
        return view.stages().stream().flatMap(stage -> stage.steps().stream())
                .filter(step -> step.state().equals("now")).findFirst();
    }

    private static void forManySeeds(Consumer<Whole> accident) {
        for (long seed = 0; seed < Integer.getInteger("overtaken.seeds", 6); seed++) {
            try {
                Whole whole = new Whole(seed);
                whole.accepted(new Request.StartRun(whole.plan()));
                accident.accept(whole);
                for (int second = 0; second < 1_800 && !whole.finished(); second++) {
                    whole.world().run(Duration.ofSeconds(1));
                }
                whole.await("the end", whole::finished);
                verify(whole);
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed, broken);
            }
        }
    }

    private static void verify(Whole whole) {
        assertThat(whole.world().breaches()).isEmpty();
        assertThat(whole.image().members()).allSatisfy(node -> {
            assertThat(node.version(Whole.PRODUCT)).contains(new Version("2.0"));
            assertThat(node.holds()).isEmpty();
        });
        assertThat(whole.image().groups().values()).allSatisfy(group -> {
            assertThat(group.format()).hasToString("2");
            assertThat(group.state().word()).isEqualTo("Online");
        });
        assertThat(whole.changes.stream().filter(change -> change.startsWith("convert")).distinct()).hasSize(3);
    }
}
