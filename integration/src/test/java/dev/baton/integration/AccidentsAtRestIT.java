package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.demo.clients.Seen;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One accident after the other on a cluster at rest; after each the cluster becomes whole again.
class AccidentsAtRestIT {

    private static final int TRIES = 5;

    private static LiveCluster cluster;

    private final Machines machines = new Machines(cluster);
    private Map<String, Seen> before = Map.of();
    private long began;

    @BeforeAll
    static void start() throws IOException {
        cluster = LiveCluster.begin("accidents-at-rest");
    }

    @BeforeEach
    void note() {
        before = cluster.seen();
        began = System.nanoTime();
    }

    @AfterEach
    void one_owner_at_a_time() throws IOException {
        cluster.heal();
        cluster.assertSingleOwners();
    }

    @AfterAll
    static void every_row_is_there() throws IOException, SQLException {
        try (LiveCluster ended = cluster) {
            ended.judge();
        }
    }

    @Test
    void a_daemon_that_is_killed_and_restarted_within_its_lease_stops_nothing() throws IOException {
        boolean within = false;
        for (int i = 0; i < TRIES && !within; i++) {
            cluster.awaitWhole();
            before = cluster.seen();
            String node = machines.ownerOnly();
            String group = cluster.groupsOn(node).getFirst();
            int starts = OwnerLog.of(cluster.data(group)).starts();
            Lease lease = Lease.of(cluster.local().node(node));
            cluster.kill(node);
            long last = lease.deadline();
            cluster.local().start(node);
            cluster.await("the lease goes on, or is over", () -> lease.deadline() != last || lease.isOver(last));
            // Otherwise this machine was too slow to start a daemon, and that was another accident.
            within = !lease.isOver(last);
            cluster.bringBack(node);
            cluster.awaitWhole();
            if (within) {
                cluster.assertUntouched(before);
                assertThat(OwnerLog.of(cluster.data(group)).starts()).as("starts of the database").isEqualTo(starts);
            }
        }
        assertThat(within).as("a daemon came back within its lease").isTrue();
        LiveCluster.say("restart within the lease", began);
    }

    @Test
    void a_killed_owner_loses_its_group_to_the_standby_and_nobody_else_notices() throws IOException {
        failsOver(machines.ownerOnly(), false);
    }

    @Test
    void a_frozen_owner_loses_its_group_to_the_standby_and_nobody_else_notices() throws IOException {
        failsOver(machines.ownerOnly(), true);
    }

    @Test
    void a_killed_controller_leader_is_replaced_and_nobody_else_notices() throws IOException {
        failsOver(cluster.leader(), false);
    }

    @Test
    void a_frozen_controller_leader_is_replaced_and_nobody_else_notices() throws IOException {
        failsOver(cluster.leader(), true);
    }

    @Test
    void a_killed_ensemble_leader_is_replaced_and_nobody_else_notices() throws IOException {
        failsOver(cluster.ensembleLeader(), false);
    }

    @Test
    void a_frozen_ensemble_leader_is_replaced_and_nobody_else_notices() throws IOException {
        failsOver(cluster.ensembleLeader(), true);
    }

    @Test
    void a_killed_machine_that_leads_everything_loses_its_group_only() throws IOException {
        failsOver(allThree(), false);
    }

    @Test
    void a_frozen_machine_that_leads_everything_loses_its_group_only() throws IOException {
        failsOver(allThree(), true);
    }

    @Test
    void an_owner_that_is_cut_off_and_frozen_just_before_its_lease_ends_is_not_the_second_owner() throws IOException {
        String node = machines.ownerOnly();
        String group = cluster.groupsOn(node).getFirst();
        cluster.cut(node);
        Lease lease = Lease.of(cluster.local().node(node));
        cluster.await("the guard of " + node + " is about to kill", lease::isAboutToEnd);
        cluster.freeze(node);
        takenOver(node, List.of(group));
        cluster.bringBack(node);
        cluster.awaitWhole();
        LiveCluster.say("cut off and frozen: " + node, began);
    }

    /// What it takes to make one machine lead everything is no part of the accident.
    private String allThree() throws IOException {
        String machine = machines.allThree();
        note();
        return machine;
    }

    /// Ends a daemon's life one way or the other: its groups go to the standby with one outage, other groups notice
    /// nothing; then the machine comes back.
    private void failsOver(String node, boolean freeze) throws IOException {
        List<String> groups = cluster.groupsOn(node);
        if (freeze) {
            cluster.freeze(node);
        } else {
            cluster.kill(node);
        }
        takenOver(node, groups);
        LiveCluster.say((freeze ? "freeze" : "kill") + " of " + node + ", with " + groups + ": taken over", began);
        cluster.bringBack(node);
        cluster.awaitWhole();
        cluster.assertUntouched(before, groups.toArray(String[]::new));
    }

    private void takenOver(String node, List<String> groups) {
        cluster.await(node + " is down", () -> !cluster.isUp(node));
        for (String group : groups) {
            cluster.await(group + " is online elsewhere", () -> cluster.isOnline(group)
                    && !cluster.owner(group).equals(node));
        }
        cluster.awaitRows();
        groups.forEach(group -> cluster.assertOutages(before, group, 1));
        cluster.assertUntouched(before, groups.toArray(String[]::new));
    }
}
