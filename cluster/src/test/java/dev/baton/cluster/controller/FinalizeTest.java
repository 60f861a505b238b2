package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Whole;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterLevel;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.rules.FinalizeLast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// The cluster level rises by an explicit act, on real agents and real controllers of two builds.
final class FinalizeTest {

    private static final LevelRange OLD = new LevelRange(1, 1);
    private static final LevelRange NEW = new LevelRange(1, 2);

    private static List<String> refused(Whole whole) {
        Answer answer = whole.ask(new Request.FinalizeLevel(2));
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused) answer).reasons().stream().map(Reason::text).toList();
    }

    private static void replace(Whole whole, String node, LevelRange build) {
        long life = whole.image().node(new NodeId(node)).incarnation();
        whole.replace(node, build);
        whole.await(node + " is back", () -> whole.image().node(new NodeId(node)).incarnation() > life
                && whole.image().node(new NodeId(node)).facts().levels().equals(build));
    }

    private static List<String> written(Whole whole) {
        return whole.world().engine().committed(Paths.HEARTBEATS).entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Paths.HEARTBEATS))
                .map(entry -> entry.getValue().data().text().substring(0, 1)).toList();
    }

    @Test
    void every_member_counts_and_the_level_rises_only_when_asked() {
        Whole whole = new Whole(1);
        List<String> order = List.of("node3", "node1", "node4", "node2");
        for (String node : order) {
            assertThat(refused(whole)).anyMatch(line -> line.contains(node + " speaks levels [1, 1], not 2"));
            replace(whole, node, NEW);
        }
        whole.await("people are reminded", () -> whole.world().history().stream()
                .anyMatch(line -> line.contains("every member speaks level 2, the cluster is at 1")));
        whole.world().run(Duration.ofSeconds(30));
        assertThat(whole.image().level()).isEqualTo(1);
        assertThat(written(whole)).containsOnly("{");
        whole.accepted(new Request.FinalizeLevel(2));
        whole.await("level 2", () -> whole.image().level() == 2);
        whole.await("every node writes its form", () -> written(whole).stream().allMatch("\""::equals));
        whole.world().run(Duration.ofSeconds(20));
        assertThat(whole.image().nodes().values()).allMatch(NodeImage::up);
        assertThat(whole.changes).isEmpty();
        assertThat(whole.world().breaches()).isEmpty();
    }

    @Test
    void a_member_that_is_down_counts_by_what_was_last_known_of_it() {
        Whole whole = new Whole(2);
        List.of("node1", "node2", "node3").forEach(node -> replace(whole, node, NEW));
        whole.kill("node4");
        whole.await("node4 is down", () -> !whole.image().node(new NodeId("node4")).up());
        assertThat(refused(whole)).singleElement().asString()
                .contains("node4 is down and was last seen speaking levels [1, 1], not 2", "baton node evict node4");
        whole.install("node4", NEW);
        whole.start("node4");
        whole.await("node4 is up", () -> whole.image().node(new NodeId("node4")).up());
        whole.kill("node4");
        whole.await("node4 is down", () -> !whole.image().node(new NodeId("node4")).up());
        whole.accepted(new Request.FinalizeLevel(2));
        whole.await("level 2", () -> whole.image().level() == 2);
    }

    @Test
    void never_during_a_run_and_never_two_at_once() {
        Whole whole = new Whole(3);
        Whole.NODES.forEach(node -> replace(whole, node, NEW));
        Answer far = whole.ask(new Request.FinalizeLevel(3));
        assertThat(far.toString()).contains("it is at 1, not at 2");
        whole.accepted(new Request.StartRun(whole.plan()));
        assertThat(refused(whole)).anyMatch(line -> line.contains("finalizing the cluster while run"));
        whole.await("the end", whole::finished);
        whole.accepted(new Request.FinalizeLevel(2));
        whole.await("level 2", () -> whole.image().level() == 2);
        assertThat(whole.ask(new Request.FinalizeLevel(2)).toString()).contains("at level 2 already");
    }

    @Test
    void a_leader_that_is_lost_after_the_fence_is_followed_by_one_that_raises_the_level() {
        for (long seed = 20; seed < 40; seed++) {
            Whole whole = new Whole(seed);
            Whole.NODES.forEach(node -> replace(whole, node, NEW));
            whole.await("fenced", () -> {
                // A leader that is not one any more says so, and is not heard here.
                if (whole.world().random().nextInt(200) == 0) {
                    whole.begin(new Request.FinalizeLevel(2));
                }
                return level(whole).fenced() || level(whole).level() == 2;
            });
            whole.leader().ifPresent(whole::restartController);
            whole.await("level 2", () -> whole.image().level() == 2);
        }
    }

    private static ClusterLevel level(Whole whole) {
        return whole.tree().value(Paths.LEVEL, ClusterLevel.class).orElseThrow();
    }

    /// The older build comes back, adopting what runs, in the very moment in which the level rises. More rounds:
    /// `-Dfinalize.rounds=2000`.
    @Test
    void an_older_build_that_joins_beside_a_finalize_wins_or_stays_out() {
        int joined = 0;
        int stayedOut = 0;
        for (long seed = 100; seed < 100 + Integer.getInteger("finalize.rounds", 60); seed++) {
            Whole whole = new Whole(seed);
            Whole.NODES.forEach(node -> replace(whole, node, NEW));
            List<String> broken = new ArrayList<>();
            whole.world().engine().observe(_ -> {
                ClusterLevel now = whole.world().value(Paths.LEVEL, ClusterLevel.class).orElseThrow();
                if (now.level() == 2) {
                    whole.image().nodes().keySet().forEach(node -> whole.world().value(Paths.facts(node),
                            dev.baton.core.model.NodeFacts.class).filter(facts -> !facts.levels().speaks(2))
                            .ifPresent(facts -> broken.add(node + " speaks " + facts.levels() + " at level 2")));
                }
            });
            String victim = Whole.NODES.get(whole.world().random().nextInt(4));
            String asked = whole.leader().filter(leader -> !leader.equals(victim)).orElse("");
            whole.kill(victim);
            whole.install(victim, OLD);
            whole.start(victim);
            whole.world().run(Duration.ofMillis(whole.world().random().nextInt(80)));
            if (!asked.isEmpty()) {
                whole.begin(new Request.FinalizeLevel(2));
            }
            whole.world().run(Duration.ofSeconds(20));
            boolean up = whole.image().node(new NodeId(victim)).up();
            boolean old = !new FinalizeLast().against(whole.image(), 2).isEmpty();
            assertThat(broken).as("seed " + seed).isEmpty();
            assertThat(level(whole).fenced()).as("the fence is gone").isFalse();
            assertThat(whole.image().level() == 2 && up && old).isFalse();
            joined += whole.image().level() == 1 ? 1 : 0;
            stayedOut += whole.image().level() == 2 ? 1 : 0;
        }
        System.out.println("join beside finalize: joined " + joined + ", stayed out " + stayedOut);
        assertThat(joined).isPositive();
        assertThat(stayedOut).isPositive();
    }

    @Test
    void a_new_cluster_speaks_the_newest_level_of_its_first_leader() {
        Whole whole = new Whole(5, NEW);
        assertThat(whole.image().level()).isEqualTo(2);
        assertThat(written(whole)).containsOnly("\"");
    }

    @Test
    void a_drained_node_leaves_and_its_daemon_ends_by_itself() {
        Whole whole = new Whole(7);
        NodeId node2 = new NodeId("node2");
        assertThat(whole.ask(new Request.LeaveNode(node2, "it is sold")).toString()).contains("only a drained node");
        whole.accepted(new Request.DrainNode(node2, "it leaves"));
        whole.await("node2 is empty", () -> whole.image().boundTo(node2).isEmpty());
        // Whoever leads sees it later than this observer.
        whole.world().run(Duration.ofSeconds(1));
        whole.accepted(new Request.LeaveNode(node2, "it is sold"));
        whole.await("its daemon has ended", () -> whole.world().on("node2").end()
                .equals(java.util.Optional.of(dev.baton.agent.loop.AgentEffect.End.LEFT)));
        assertThat(whole.image().nodes()).doesNotContainKey(node2);
        whole.await("all online", () -> whole.image().groups().values().stream()
                .allMatch(group -> group.state().word().equals("Online")));
        whole.world().on("node2").start();
        whole.world().run(Duration.ofSeconds(10));
        assertThat(whole.image().nodes()).doesNotContainKey(node2);
        assertThat(whole.world().breaches()).isEmpty();
    }

    @Test
    void a_version_that_changes_without_a_run_is_told() {
        Whole whole = new Whole(8);
        whole.installed("node3", "1.7");
        whole.kill("node3");
        whole.start("node3");
        whole.await("it is told", () -> whole.world().history().stream().anyMatch(line -> line.contains(
                "node3 has app 1.7, and had 1.0; no run did that: baton node show node3")));
    }

    @Test
    void who_leads_again_does_not_take_for_news_what_another_leader_saw() {
        Whole whole = new Whole(9);
        whole.await("a leader", () -> whole.leader().isPresent());
        String first = whole.leader().orElseThrow();
        leads(whole, leader -> !leader.equals(first));
        String changed = Whole.NODES.stream().filter(node -> !node.equals(first)
                && !whole.leader().equals(Optional.of(node))).findFirst().orElseThrow();
        whole.installed(changed, "1.7");
        whole.kill(changed);
        whole.await("it is seen to be down", () -> !whole.image().node(new NodeId(changed)).up());
        whole.start(changed);
        whole.await("it is told", () -> told(whole, "no run did that") == 1
                && told(whole, changed + " is up again") == 1);
        leads(whole, first::equals);
        whole.world().run(Duration.ofSeconds(5));
        assertThat(told(whole, "no run did that")).isEqualTo(1);
        assertThat(told(whole, changed + " is up again")).isEqualTo(1);
    }

    private static void leads(Whole whole, Predicate<String> who) {
        for (int i = 0; i < 50 && !whole.leader().filter(who).isPresent(); i++) {
            whole.world().engine().faults().depose();
            whole.world().run(Duration.ofSeconds(3));
        }
        assertThat(whole.leader()).get().matches(who);
    }

    private static long told(Whole whole, String what) {
        return whole.world().history().stream().filter(line -> line.contains(what)).count();
    }

    @Test
    void a_dry_run_of_finalize_changes_nothing() {
        Whole whole = new Whole(6);
        Whole.NODES.forEach(node -> replace(whole, node, NEW));
        whole.await("the leader has seen all of them", () -> whole.world().history().stream()
                .anyMatch(line -> line.contains("every member speaks level 2, the cluster is at 1")));
        Answer would = whole.ask(new Ask("tester", "dry", true, new Request.FinalizeLevel(2)));
        assertThat(would).isInstanceOf(Answer.Accepted.class);
        whole.world().run(Duration.ofSeconds(5));
        assertThat(level(whole)).isEqualTo(ClusterLevel.at(1));
    }
}
