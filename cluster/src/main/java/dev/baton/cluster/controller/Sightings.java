package dev.baton.cluster.controller;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.SharedMap;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Since when groups are not up, as the mirror of this controller shows it, whether this one leads or not: who comes to
/// lead knows what went on before. A group that was up when the mirror told something last, and no longer is, counts as
/// down from that last word: heartbeats come all the time, and where none came there was nothing to be seen.
final class Sightings {

    private final Map<GroupId, Instant> down = new HashMap<>();
    private Optional<Instant> told = Optional.empty();

    /// Returns whether clients can use the group, or nobody wants them to.
    static boolean up(GroupImage group) {
        return !group.intent().online() || group.state() instanceof GroupState.Online || leftRunning(group);
    }

    /// What was ordered of a group that is unmanaged is not done, whatever its placement says: it is as its owner says.
    private static boolean leftRunning(GroupImage group) {
        return !group.placement().managed() && group.currentReport().filter(said -> said.failure().isEmpty()
                && group.resourceIds().stream().allMatch(one -> said.states().get(one) == ResourceState.ONLINE))
                .isPresent();
    }

    /// Takes in what the mirror was told.
    ///
    /// @param before   what it showed until then
    /// @param bootTime on this machine's boot-time clock
    void on(ClusterImage before, ClusterImage now, Instant bootTime) {
        if (before.revision() != now.revision()) {
            for (GroupId id : SharedMap.differences(before.groups(), now.groups())) {
                GroupImage group = now.groups().get(id);
                if (group == null || up(group)) {
                    down.remove(id);
                } else {
                    told.ifPresent(last -> down.putIfAbsent(id, last));
                }
            }
        }
        told = Optional.of(bootTime);
    }

    /// Returns since when the group is not up; empty when it is, and when it has not been up since this began.
    Optional<Instant> since(GroupId group) {
        return Optional.ofNullable(down.get(group));
    }
}
