package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.demo.local.Shape;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jspecify.annotations.Nullable;

/// What happens to a real PostgreSQL behind a floating address, on a disk that one machine mounts at a time. One
/// cluster; each test writes a history, which is checked when the cluster is whole again; the disks are checked at the
/// end.
///
/// `-Dit.test=PostgresPairCheck -Drounds=3` for three of each in a row. Only root can; others skip it and say so.
@ExtendWith(Rounds.class)
abstract class PostgresAccidents {

    private static @Nullable PostgresCluster cluster;

    private String test = "";
    private PostgresCluster live;
    private PostgresMachines machines;

    abstract Shape shape();

    @BeforeEach
    void a_whole_cluster(TestInfo info) throws IOException, InterruptedException {
        PostgresMachines.assumePossible();
        PostgresCluster present = cluster;
        if (present == null) {
            present = PostgresCluster.begin(getClass().getSimpleName().toLowerCase(Locale.ROOT), shape());
            cluster = present;
        }
        live = present;
        machines = live.machines();
        test = info.getTestMethod().orElseThrow().getName();
        live.beginTest(test);
    }

    @AfterEach
    void the_history_is_in_order() throws IOException, SQLException {
        PostgresCluster used = cluster;
        cluster = null;
        if (used != null) {
            try {
                used.endTest(test);
                cluster = used;
            } finally {
                if (cluster == null) {
                    // The next test gets another.
                    used.close();
                }
            }
        }
    }

    @AfterAll
    static void the_disks_are_clean() throws IOException, InterruptedException {
        try (PostgresCluster last = cluster) {
            cluster = null;
            if (last != null) {
                last.judgeDisks();
            }
        }
    }

    private String owner() {
        return machines.nodes().stream().filter(node -> !live.groupsOn(node).isEmpty()).findFirst().orElseThrow();
    }

    /// Returns a machine that stands by; of a pair, the other one.
    private String standby() {
        return machines.nodes().stream().filter(node -> live.groupsOn(node).isEmpty()).findFirst().orElseThrow();
    }

    private void losesItsGroups(String what, NamespacedCluster.Deed accident) throws IOException {
        String node = owner();
        List<String> groups = live.groupsOn(node);
        live.lose(node, what, accident);
        live.awaitTakenOver(node, groups);
    }

    @EveryRound
    void a_group_moves() throws IOException, InterruptedException {
        String node = owner();
        String group = live.groupsOn(node).getFirst();
        String to = standby();
        live.disturb("move of " + group, List.of(group), () -> { });
        live.done("group", "move", group, to, "--yes");
        live.awaitElsewhere(node, List.of(group));
        assertThat(live.owner(group)).isEqualTo(to);
    }

    @EveryRound
    void a_node_is_drained() throws IOException, InterruptedException {
        String node = owner();
        List<String> groups = live.groupsOn(node);
        live.disturb("drain of " + node, groups, () -> { });
        live.done("node", "drain", node, "--yes");
        live.awaitElsewhere(node, groups);
        live.done("node", "resume", node);
    }

    @EveryRound
    void a_daemon_is_killed() throws IOException {
        losesItsGroups("kill", node -> machines.node(node).kill(false));
    }

    @EveryRound
    void a_daemon_freezes() throws IOException {
        losesItsGroups("freeze", node -> machines.node(node).freeze(false));
    }

    @EveryRound
    void a_cable_is_pulled() throws IOException {
        losesItsGroups("cut", machines.ground()::cut);
    }

    @EveryRound
    void a_machine_loses_its_power() throws IOException {
        losesItsGroups("power cut", machines::powerOff);
    }

    @EveryRound
    void a_machine_that_lost_its_power_is_fenced_before_anybody_has_its_groups() throws IOException,
            InterruptedException {
        try (PowerSwitch device = fence()) {
            String node = owner();
            losesItsGroups("power cut", machines::powerOff);
            assertThat(device.turnedOff()).containsExactly(node);
            live.done("config", "apply", "-f", machines.clusterFile().toString());
        }
    }

    @EveryRound
    void a_machine_that_freezes_as_a_whole_is_fenced_before_anybody_has_its_groups() throws IOException,
            InterruptedException {
        try (PowerSwitch device = fence()) {
            String node = owner();
            live.fenced(live.groupsOn(node));
            losesItsGroups("freeze of everything", machines::freeze);
            assertThat(device.turnedOff()).containsExactly(node);
            live.done("config", "apply", "-f", machines.clusterFile().toString());
        }
    }

    @EveryRound
    void a_machine_hears_the_others_and_is_not_heard() throws IOException {
        losesItsGroups("blackhole routes", machines.ground()::mute);
    }

    @EveryRound
    void a_machine_is_heard_and_does_not_hear_the_others() throws IOException {
        losesItsGroups("wrong neighbour entries", machines.ground()::deafen);
    }

    @EveryRound
    void a_cable_has_a_loose_contact() throws IOException {
        String node = owner();
        live.disturb("flapping", live.groupsOn(node), () -> new LooseContact(machines.ground(), node).shake());
    }

    @EveryRound
    void every_daemon_is_lost_and_comes_back() throws IOException {
        List<String> all = machines.names();
        live.disturb("kill of every daemon", machines.groups(), () -> {
            for (String machine : all) {
                live.leaveOut(machine);
                machines.node(machine).kill(false);
            }
        });
        live.awaitNobodyHolds();
    }

    @EveryRound
    void a_disk_that_cannot_be_unmounted_keeps_its_group_where_it_is() throws IOException, InterruptedException {
        String node = owner();
        String group = live.groupsOn(node).getFirst();
        Process user = machines.busy(group, node);
        live.disturb("busy disk of " + group, List.of(group), () -> { });
        live.baton("group", "move", group, standby(), "--yes", "--wait", "1s");
        live.await(group + " is stuck", () -> live.isStuck(group));
        assertThat(live.owner(group)).isEqualTo(node);
        user.destroyForcibly();
        live.awaitElsewhere(node, List.of(group));
    }

    private PowerSwitch fence() throws IOException, InterruptedException {
        PowerSwitch device = new PowerSwitch(machines.directory(), machines.names(), machines::powerOff);
        live.done("config", "apply", "-f", device.clusterFile(machines.clusterFile()).toString());
        assertThat(live.baton("status").said()).contains("fencing power");
        return device;
    }
}
