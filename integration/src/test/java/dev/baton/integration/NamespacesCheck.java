package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.demo.clients.Seen;
import dev.baton.demo.local.Shape;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/// Accidents to nodes that are machines of their own: network, processes, mounts and name in namespaces. One cluster,
/// one accident after the other; each writes a history, which is checked when the cluster is whole again.
///
/// `-Dit.test=NamespacesCheck -Drounds=20` for twenty of each in a row. Only root can; others skip it and say so.
@ExtendWith(Rounds.class)
class NamespacesCheck {

    private static NamespacedCluster cluster;

    private LiveCluster live;
    private Namespaces ground;
    private Machines machines;
    private List<String> nodes;

    @BeforeEach
    void a_whole_cluster(TestInfo test) throws IOException {
        NamespacedCluster.assumePossible();
        if (cluster == null) {
            cluster = NamespacedCluster.begin("namespaces");
        }
        String name = test.getTestMethod().orElseThrow().getName();
        cluster.beginTest(name);
        live = cluster.live();
        ground = cluster.ground();
        machines = new Machines(live);
        nodes = live.local().shape().machines();
    }

    @AfterEach
    void the_history_is_in_order() throws IOException, SQLException {
        NamespacedCluster used = cluster;
        cluster = null;
        if (used != null) {
            try {
                used.endTest();
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
    static void end() throws IOException {
        try (NamespacedCluster last = cluster) {
            cluster = null;
        }
    }

    private void losesItsGroup(String what, NamespacedCluster.Deed accident) throws IOException {
        String node = machines.ownerOnly();
        List<String> groups = live.groupsOn(node);
        cluster.lose(node, what, accident);
        cluster.awaitTakenOver(node, groups);
    }

    @EveryRound
    void a_killed_daemon_loses_its_group_and_nobody_else_notices() throws IOException {
        losesItsGroup("kill", node -> live.local().node(node).kill(false));
    }

    @EveryRound
    void a_frozen_daemon_loses_its_group_and_nobody_else_notices() throws IOException {
        losesItsGroup("freeze", node -> live.local().node(node).freeze(false));
    }

    /// A machine that loses all its processes loses a disk that only they have mounted, too.
    private String ownerWithoutSmallDisk(String except) {
        return nodes.stream().filter(owner -> !owner.equals(Namespaces.SMALL_DISK) && !owner.equals(except))
                .filter(owner -> !live.groupsOn(owner).isEmpty()).findFirst().orElseThrow();
    }

    @EveryRound
    void a_machine_that_loses_all_its_processes_loses_its_group_and_nobody_else_notices() throws IOException {
        String node = ownerWithoutSmallDisk("");
        List<String> groups = live.groupsOn(node);
        cluster.lose(node, "crash", crashed -> live.local().node(crashed).kill(true));
        cluster.awaitTakenOver(node, groups);
    }

    @EveryRound
    void an_owner_whose_cable_is_pulled_loses_its_group_and_nobody_else_notices() throws IOException {
        losesItsGroup("cut", ground::cut);
    }

    @EveryRound
    void an_owner_that_hears_the_others_and_is_not_heard_loses_its_group_and_nobody_else_notices()
            throws IOException {
        losesItsGroup("blackhole routes", ground::mute);
    }

    @EveryRound
    void an_owner_that_is_heard_and_does_not_hear_the_others_loses_its_group_and_nobody_else_notices()
            throws IOException {
        losesItsGroup("wrong neighbour entries", ground::deafen);
    }

    @EveryRound
    void a_cable_with_a_loose_contact_makes_no_second_owner_and_nobody_else_notices() throws IOException {
        String node = machines.ownerOnly();
        cluster.disturb("flapping", live.groupsOn(node), () -> new LooseContact(ground, node).shake());
    }

    @EveryRound
    void a_full_disk_costs_at_most_the_groups_of_its_node() throws IOException {
        String node = Namespaces.SMALL_DISK;
        machines.own(node);
        List<String> groups = live.groupsOn(node);
        live.leaveOut(node);
        // A group that fails for the third time within ten minutes is broken itself; here it is the disk each time.
        cluster.afterwards(() -> groups.forEach(machines::forgive));
        cluster.disturb("full disk of " + node, groups, () -> ground.fill(node));
        cluster.awaitElsewhere(node, groups);
    }

    @EveryRound
    void one_coordination_peer_is_lost_and_comes_back_and_no_group_notices() throws IOException {
        cluster.disturb("kill of the witness", List.of(), () -> live.kill(Shape.WITNESS));
        live.await("the witness is down", () -> !live.isUp(Shape.WITNESS));
    }

    @EveryRound
    void all_coordination_peers_are_lost_and_every_group_stops_until_they_are_back() throws IOException {
        cluster.disturb("kill of every daemon", live.local().shape().serverNames(), () -> {
            for (String node : nodes) {
                live.kill(node);
            }
        });
        for (String node : nodes) {
            Lease lease = cluster.lease(node);
            live.await("the lease of " + node + " is over", () -> lease.isOver(lease.deadline()));
        }
        live.await("no client is served", () -> live.seen().values().stream().noneMatch(Seen::isServed));
    }

    @EveryRound
    void a_machine_that_freezes_without_a_fence_device_keeps_its_data_to_itself_and_gives_it_up_when_it_thaws()
            throws IOException, InterruptedException {
        assertThat(live.baton("status").said()).contains("unfenced");
        String node = machines.ownerOnly();
        String group = live.groupsOn(node).getFirst();
        int met = live.locksMet(group);
        cluster.freezeUnfenced(node);
        live.await(node + " is down", () -> !live.isUp(node));
        live.await("another node meets the lock of the frozen one", () -> live.locksMet(group) > met);
    }

    @EveryRound
    void a_machine_that_freezes_is_turned_off_by_its_fence_device_before_anybody_has_its_group() throws IOException,
            InterruptedException {
        String node = ownerWithoutSmallDisk(live.leader());
        List<String> groups = live.groupsOn(node);
        try (PowerSwitch device = new PowerSwitch(live.local())) {
            live.done("config", "apply", "-f", device.clusterFile(live.local().clusterFile()).toString());
            assertThat(live.baton("status").said()).contains("fencing power");
            cluster.freezeFenced(node);
            cluster.awaitTakenOver(node, groups);
            assertThat(device.turnedOff()).containsExactly(node);
            live.done("config", "apply", "-f", live.local().clusterFile().toString());
        }
    }

    @EveryRound
    void a_wall_clock_that_is_stepped_causes_nothing(TestInfo test) throws IOException {
        String node = machines.ownerOnly();
        Optional<WallClock> clock = WallClock.in(live.local().node(node).directory());
        NamespacedCluster.assume(clock.isPresent(), "libfaketime is not installed (Debian: faketime)");
        live.restart(node, clock.orElseThrow().variables());
        cluster.beginTest(test.getTestMethod().orElseThrow().getName());
        cluster.afterwards(() -> live.restart(node));
        for (Duration wrong : List.of(Duration.ofHours(1), Duration.ofDays(-400))) {
            cluster.disturb("wall clock of " + node + " wrong by " + wrong, List.of(), () -> {
                clock.get().step(wrong);
                live.await(node + " sees it", () -> WallClock.wrongBy(live, node).minus(wrong).abs()
                        .compareTo(Duration.ofMinutes(5)) < 0);
                cluster.awaitLeases(1);
            });
        }
    }

    @EveryRound
    void two_busy_loops_beside_the_nodes_cause_no_failover() throws IOException {
        try (BusyLoops loops = BusyLoops.start(2)) {
            cluster.disturb("busy loops", List.of(), () -> cluster.awaitLeases(4));
            assertThat(loops.areBusy()).isTrue();
        }
    }
}
