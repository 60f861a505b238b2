package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.StateBackup;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.Hold;
import dev.baton.core.model.NodeId;
import dev.baton.demo.clients.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What operators do with a cluster apart from upgrades, with the real command on real daemons, while clients write.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorsIT {

    private static LiveCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = LiveCluster.begin("operators");
    }

    @AfterAll
    static void every_row_is_there() throws IOException, SQLException {
        try (LiveCluster ended = cluster) {
            ended.judge();
        }
    }

    private static Command refused(String... arguments) throws IOException, InterruptedException {
        Command command = cluster.baton(arguments);
        assertThat(command.exit()).as(command.toString()).isEqualTo(1);
        return command;
    }

    /// A cluster file beside the real one, so that its kinds are found.
    private static String file(String name, String text) throws IOException {
        Path file = cluster.local().clusterFile().resolveSibling(name);
        Files.writeString(file, text);
        return file.toString();
    }

    private static String text() throws IOException {
        return Files.readString(cluster.local().clusterFile());
    }

    @Test
    @Order(1)
    void a_group_that_a_file_forgot_is_refused_by_name_and_its_clients_notice_nothing()
            throws IOException, InterruptedException {
        Map<String, Seen> before = cluster.seen();
        String forgot = file("forgot.yaml", text().replaceAll("(?m)^  evs3:.*\n", ""));
        assertThat(refused("config", "apply", "-f", forgot).said()).contains("group evs3, which is Online on",
                "--delete evs3");
        assertThat(refused("config", "apply", "-f", forgot, "--delete", "evs3").said()).contains("evs3 is Online on");
        assertThat(cluster.done("config", "diff", "-f", forgot).out()).isEqualTo("group evs3 removed\n");
        cluster.awaitRows();
        cluster.assertUntouched(before);
    }

    @Test
    @Order(2)
    void a_group_goes_when_it_is_offline_and_named_and_the_history_brings_it_back_with_its_data()
            throws IOException, InterruptedException {
        String without = file("without.yaml", text().replaceAll("(?m)^  evs3:.*\n", ""));
        cluster.done("group", "offline", "evs3", "--yes");
        assertThat(cluster.done("config", "apply", "-f", without, "--delete", "evs3").out())
                .isEqualTo("group evs3 removed\n");
        assertThat(cluster.done("config", "history").out()).contains("group evs3 removed");
        assertThat(cluster.baton("config", "diff", "-f", cluster.local().clusterFile().toString()).out())
                .isEqualTo("group evs3 added\n");
        cluster.done("config", "rollback", "1");
        cluster.awaitWhole();
        assertThat(cluster.done("config", "diff", "-f", cluster.local().clusterFile().toString()).said())
                .contains("is the configuration already");
    }

    @Test
    @Order(3)
    void a_backup_is_one_file_and_restoring_it_changes_nothing_of_what_is_there(@TempDir Path directory)
            throws IOException, InterruptedException {
        String file = directory.resolve("backup.json").toString();
        Map<String, Seen> before = cluster.seen();
        cluster.done("config", "backup", "-o", file);
        assertThat(cluster.done("config", "restore", "-f", file).said()).isEqualTo("nothing changes ");
        Files.writeString(Path.of(file), Files.readString(Path.of(file)).replace("evs1", "evs9"));
        assertThat(cluster.baton("config", "restore", "-f", file).said()).contains("was changed after it was written");
        assertThat(StateBackup.KIND).isEqualTo(cluster.api().backup().document());
        cluster.awaitRows();
        cluster.assertUntouched(before);
    }

    @Test
    @Order(4)
    void a_hold_of_somebody_else_survives_a_restart_of_the_daemon_and_goes_only_by_an_override()
            throws IOException, InterruptedException {
        String standby = new Machines(cluster).standby();
        cluster.api().ask(new Request.PauseNode(new NodeId(standby), "disk is replaced"), "hold-1", false);
        cluster.restart(standby);
        cluster.awaitWhole();
        assertThat(refused("node", "resume", standby).said()).contains(standby + " is held by operators: disk is "
                + "replaced", "--override hold");
        cluster.done("node", "resume", standby, "--override", "hold", "--reason", "operators went home");
        assertThat(cluster.image().node(new NodeId(standby)).holds()).isEmpty();
        assertThat(cluster.done("events", "--about", standby).out()).contains("hold overridden: operators went home");
    }

    @Test
    @Order(5)
    void a_drain_says_before_where_each_group_goes_and_then_does_it() throws IOException, InterruptedException {
        String owner = cluster.owner("evs1");
        String standby = new Machines(cluster).standby();
        Map<String, Seen> before = cluster.seen();
        assertThat(cluster.done("node", "drain", owner, "--dry-run").out())
                .contains("evs1 moves from " + owner + " to " + standby + ", within ");
        assertThat(cluster.owner("evs1")).isEqualTo(owner);
        assertThat(cluster.done("node", "drain", owner, "--yes", "--for", "1h").out()).contains(owner + " is empty",
                "evs1 is Online on " + standby);
        assertThat(cluster.image().node(new NodeId(owner)).holds().values()).extracting(Hold::expires)
                .allMatch(Optional::isPresent);
        cluster.done("node", "resume", owner);
        cluster.awaitRows();
        cluster.assertUntouched(before, "evs1");
    }

    @Test
    @Order(6)
    void a_dead_nodes_group_waits_for_its_fencing_and_goes_on_after_it(@TempDir Path directory)
            throws IOException, InterruptedException {
        Path agent = directory.resolve("fence_test");
        Files.writeString(agent, """
                #!/bin/bash
                cd "$(dirname "$0")"
                while IFS='=' read -r name value; do declare "opt_$name=$value"; done
                echo "$opt_action $opt_plug" >> asked
                [ -e works ] || { echo "no route to the device"; exit 1; }
                [ "$opt_action" = status ] && exit 2
                exit 0
                """);
        Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwxr-xr-x"));
        cluster.done("config", "apply", "-f", file("fenced.yaml", text().replace("fencing: none", "fencing: {agent: "
                + agent + ", with: {plug: \"{node}\"}}")));
        assertThat(cluster.done("status").said()).contains("fencing test");
        String owner = cluster.owner("evs2");
        cluster.kill(owner);
        cluster.await("an attempt has failed", () -> Files.exists(directory.resolve("asked"))
                && !cluster.image().node(new NodeId(owner)).up());
        assertThat(cluster.group("evs2").state()).isNotInstanceOf(GroupState.Online.class);
        assertThat(cluster.owner("evs2")).isEqualTo(owner);
        Files.createFile(directory.resolve("works"));
        cluster.await("evs2 goes on", () -> cluster.isOnline("evs2") && !cluster.owner("evs2").equals(owner));
        cluster.awaitRows(Set.of("evs2"));
        assertThat(Files.readAllLines(directory.resolve("asked"))).contains("off " + owner, "status " + owner);
        assertThat(cluster.done("events", "--about", owner).out()).contains(owner + " is off, by ");
        cluster.done("config", "apply", "-f", cluster.local().clusterFile().toString());
        cluster.heal();
    }

    @Test
    @Order(7)
    void a_daemon_that_ends_touches_no_service_unless_its_machine_goes_down_and_then_everything_moves_away_first()
            throws IOException, InterruptedException {
        String owner = cluster.owner("evs1");
        Path files = cluster.local().node(owner).directory();
        Path down = files.resolve("goes-down");
        Files.writeString(files.resolve("batond.yaml"), "drain-within: 1m\ndrain-only-if: test -e " + down + "\n",
                StandardOpenOption.APPEND);
        Map<String, Seen> before = cluster.seen();
        cluster.restart(owner);
        cluster.restart(owner);
        cluster.awaitRows();
        cluster.assertUntouched(before);
        assertThat(cluster.owner("evs1")).isEqualTo(owner);
        Files.createFile(down);
        cluster.restart(owner);
        assertThat(cluster.owner("evs1")).isNotEqualTo(owner);
        assertThat(cluster.done("events", "--about", owner).out()).contains("its batond ends");
        cluster.awaitRows();
        cluster.assertUntouched(before, "evs1");
        cluster.assertOutages(before, "evs1", 1);
    }
}
