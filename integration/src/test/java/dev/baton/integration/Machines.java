package dev.baton.integration;

import dev.baton.coordination.request.Request;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/// Finds machines by what they are, or makes one that is.
///
/// @param cluster whole
record Machines(LiveCluster cluster) {

    private static final int TRIES = 12;

    /// Returns a machine that owns a group, and leads neither the controllers nor the ensemble.
    String ownerOnly() {
        String leader = cluster.leader();
        String ensemble = cluster.ensembleLeader();
        return cluster.local().shape().nodeNames().stream().filter(node -> !node.equals(leader)
                && !node.equals(ensemble) && !cluster.groupsOn(node).isEmpty()).findFirst().orElseThrow();
    }

    /// Returns the machine that stands by.
    String standby() {
        return cluster.local().shape().nodeNames().stream().filter(node -> cluster.groupsOn(node).isEmpty()).findFirst()
                .orElseThrow();
    }

    /// Makes one machine lead the ensemble and the controllers and own a group; returns it. Leaders are restarted in
    /// good order until the turn comes to the right one: nothing stops by that.
    String allThree() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            String ensemble = cluster.ensembleLeader();
            String leader = cluster.leader();
            if (!cluster.local().shape().nodeNames().contains(ensemble)) {
                cluster.restart(ensemble);
            } else if (!leader.equals(ensemble)) {
                cluster.restart(leader);
            } else if (cluster.groupsOn(ensemble).isEmpty()) {
                move(cluster.image().groups().firstKey(), ensemble);
            } else {
                return ensemble;
            }
            cluster.awaitWhole();
        }
        throw new IllegalStateException("after " + TRIES + " tries no machine leads everything");
    }

    /// Sees to it that a machine owns a group.
    void own(String node) {
        if (cluster.groupsOn(node).isEmpty()) {
            move(cluster.image().groups().firstKey(), node);
            cluster.awaitWhole();
        }
    }

    /// Has the failures of a group forgotten, as its operator does who knows why they were.
    void forgive(String group) {
        var _ = cluster.api().ask(new Request.ClearFailure(new GroupId(group)), UUID.randomUUID().toString(), false);
    }

    private void move(GroupId group, String node) {
        var _ = cluster.api().ask(new Request.MoveGroup(group, Optional.of(new NodeId(node)), Optional.empty()),
                UUID.randomUUID().toString(), false);
        cluster.await(group + " is on " + node, () -> cluster.isOnline(group.value())
                && cluster.owner(group.value()).equals(node));
    }
}
