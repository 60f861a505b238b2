package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.api.Endpoints;
import dev.baton.cluster.api.Api;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.demo.clients.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Two builds of one commit, which speak levels 1 and 1 to 2, on real machines while clients write.
class LevelsIT {

    private static final int REFUSED = 78;
    private static final int ROUNDS = 4;

    private static List<String> build(String levels) {
        return List.of("BATON_DAEMON_OPTS=-Dzookeeper.digest.enabled=false -Dbaton.votes=fixed"
                + " -Dbaton.levels=" + levels);
    }

    /// As a service manager replaces a program: the daemon ends, what it holds goes on, another build begins.
    private static void replace(LiveCluster cluster, String node, String levels) throws IOException {
        cluster.restart(node, build(levels));
        cluster.await(node + " speaks " + levels, () -> cluster.isUp(node) && cluster.image().node(new NodeId(node))
                .facts().levels().equals(LevelRange.parse(levels)));
    }

    private static void refusedUntilNow(LiveCluster cluster, String old) throws IOException, InterruptedException {
        Command page = cluster.baton("finalize");
        assertThat(page.exit()).as(page.toString()).isEqualTo(1);
        assertThat(page.said()).contains("level 1 -> 2", "NOT YET", old + " speaks levels [1, 1], not 2");
        Command word = cluster.baton("finalize", "--yes");
        assertThat(word.exit()).as(word.toString()).isEqualTo(1);
        assertThat(word.said()).contains(old + " speaks levels [1, 1], not 2", "law 14, finalize last");
        assertThat(cluster.image().level()).isEqualTo(1);
    }

    private static void upgradeInThisOrder(LiveCluster cluster, List<String> order) throws IOException,
            InterruptedException {
        Map<String, Seen> before = cluster.seen();
        for (String node : order) {
            if (node.equals(order.getFirst())) {
                assertThat(cluster.done("finalize").said()).contains("nothing to finalize");
            } else {
                refusedUntilNow(cluster, node);
            }
            replace(cluster, node, "1-2");
        }
        cluster.awaitRows();
        cluster.assertUntouched(before);
        assertThat(cluster.image().level()).isEqualTo(1);
        assertThat(cluster.done("status").said()).contains("every member speaks level 2: baton finalize");
    }

    /// One run of its own replaces every daemon: an installer writes which build comes next and ends the daemon, and a
    /// service manager starts what is installed.
    private static void upgradeByItself(LiveCluster cluster) throws IOException, InterruptedException {
        Path files = cluster.local().clusterFile();
        Path builds = Files.createDirectory(files.resolveSibling("builds"));
        for (String node : cluster.local().shape().machines()) {
            Files.writeString(builds.resolve(node), "1.1\n");
        }
        Files.writeString(files, Files.readString(files).replace("\ngroups:", "\nproducts: {baton: 'cat " + builds
                + "/$BATON_NODE'}\ngroups:"));
        cluster.done("config", "apply", "-f", files.toString());
        Path install = Files.writeString(builds.resolve("install.sh"), """
                echo $BATON_TO > %1$s/$BATON_NODE
                touch %1$s/$BATON_NODE.restart
                while [ -e %1$s/$BATON_NODE.restart ]; do sleep 0.1; done
                """.formatted(builds));
        Path upgrade = Files.writeString(builds.resolve("baton.yaml"), """
                upgrade: baton-1.2
                products:
                  - {product: baton, from: "1.1", to: "1.2", install: "sh %s", takes: 2s}
                restart: daemon
                """.formatted(install));
        Path plan = builds.resolve("plan.json");
        cluster.await("every node says which build it has", () -> cluster.image().members().stream().allMatch(node ->
                node.version(new ProductId("baton")).isPresent()));
        assertThat(cluster.done("plan", "-f", upgrade.toString(), "-o", plan.toString()).out()).contains("PROVED",
                "what runs on a node goes on while it is changed");
        Map<String, Seen> before = cluster.seen();
        cluster.done("upgrade", "start", plan.toString(), "--yes");
        cluster.await("the run ends", () -> {
            cluster.local().shape().machines().forEach(node -> manage(cluster, builds.resolve(node + ".restart"),
                    node));
            // A daemon that has just begun does not know of the run yet.
            return cluster.api().run(Api.LATEST).flatMap(RunView::ended).isPresent();
        });
        assertThat(cluster.run().status()).as(cluster.run().toString()).isEqualTo("finished");
        assertThat(cluster.run().groups()).allSatisfy(group -> assertThat(group.seen()).isEmpty());
        cluster.awaitRows();
        cluster.assertUntouched(before);
        assertThat(cluster.image().level()).isEqualTo(1);
        assertThat(cluster.image().members()).allSatisfy(node -> assertThat(node.facts().levels())
                .isEqualTo(LevelRange.parse("1-2")));
    }

    /// Restarts a daemon whose installer asks for it.
    private static void manage(LiveCluster cluster, Path asked, String node) {
        if (Files.exists(asked)) {
            try {
                cluster.local().node(node).daemon().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroy);
                cluster.await(node + " has ended", () -> cluster.local().node(node).daemon().isEmpty());
                cluster.local().start(node, build("1-2"));
                Files.delete(asked);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private static Process startsAs(LiveCluster cluster, String node, String levels) throws IOException {
        cluster.leaveOut(node);
        cluster.local().node(node).daemon().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroy);
        cluster.await(node + " has ended", () -> cluster.local().node(node).daemon().isEmpty());
        return cluster.local().node(node).start(cluster.local().ground().inside(node), build(levels));
    }

    @Test
    void the_leader_first_then_finalized_and_the_old_build_is_refused_by_name_and_reason() throws IOException,
            InterruptedException, SQLException {
        try (LiveCluster cluster = LiveCluster.begin("levels-leader-first", LiveCluster.SMALL, build("1"))) {
            List<String> order = new ArrayList<>(cluster.local().shape().machines());
            String leader = cluster.leader();
            order.remove(leader);
            order.addFirst(leader);
            upgradeInThisOrder(cluster, order);
            assertThat(cluster.done("finalize").said()).contains("level 1 -> 2", "READY", "baton finalize --yes");
            assertThat(cluster.image().level()).isEqualTo(1);
            assertThat(cluster.done("finalize", "--yes").said()).contains("the cluster is at level 2");
            assertThat(cluster.done("finalize").said()).contains("nothing to finalize");
            Map<String, Seen> before = cluster.seen();
            cluster.awaitRows();
            cluster.assertUntouched(before);
            String victim = cluster.owner("evs1");
            Process old = startsAs(cluster, victim, "1");
            assertThat(old.waitFor(LiveCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(old.exitValue()).isEqualTo(REFUSED);
            assertThat(Files.readString(cluster.local().node(victim).log())).contains(victim
                    + " speaks cluster levels [1, 1], the cluster is at 2; nothing was changed. Install a version of "
                    + "Baton that speaks level 2");
            cluster.local().start(victim, build("1-2"));
            cluster.bringBack(victim);
            cluster.awaitWhole();
            cluster.judge();
        }
    }

    @Test
    void by_a_run_of_its_own_and_an_old_build_that_joins_beside_the_finalize_wins_or_stays_out() throws IOException,
            InterruptedException, SQLException {
        try (LiveCluster cluster = LiveCluster.begin("levels-leader-last", LiveCluster.SMALL, build("1"))) {
            upgradeByItself(cluster);
            String victim = cluster.local().shape().machines().stream().filter(node -> !node.equals(cluster.leader()))
                    .findFirst().orElseThrow();
            int won = 0;
            while (cluster.image().level() == 1 && won < ROUNDS) {
                Process old = startsAs(cluster, victim, "1");
                ApiClient its = new ApiClient(new Endpoints(List.of(cluster.local().api(victim)), "race"), "race");
                if (won % 2 == 0) {
                    cluster.await("it answers, and is about to join", () -> !its.status().image().nodes().isEmpty());
                }
                ApiClient.Reply reply = cluster.api().ask(new Request.FinalizeLevel(2), "race" + won, false);
                if (reply instanceof ApiClient.Reply.Accepted) {
                    cluster.await("it is decided", () -> cluster.image().level() == 2 || cluster.isUp(victim)
                            && cluster.image().node(new NodeId(victim)).facts().levels().highest() == 1);
                }
                if (cluster.image().level() == 2) {
                    assertThat(old.waitFor(LiveCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
                    assertThat(old.exitValue()).isEqualTo(REFUSED);
                } else {
                    won++;
                    replace(cluster, victim, "1-2");
                }
            }
            System.out.println("  the old build won " + won + " times before the level rose");
            if (cluster.image().level() == 1) {
                cluster.done("finalize", "--yes");
            }
            if (cluster.local().node(victim).daemon().isEmpty()) {
                cluster.local().start(victim, build("1-2"));
            }
            cluster.heal();
            assertThat(cluster.image().level()).isEqualTo(2);
            cluster.judge();
        }
    }
}
