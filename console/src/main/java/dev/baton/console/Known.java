package dev.baton.console;

import dev.baton.cluster.api.EventView;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Version;
import dev.baton.core.screen.Layout;
import dev.baton.core.screen.StatusScreen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// What a node knows when it makes a page.
///
/// @param self     the node that answers
/// @param status   the cluster as it sees it
/// @param cover    what would become of groups if their owners were lost
/// @param troubles what `baton status` says is wrong; empty while any one node may fail
/// @param runs     every known run, newest first
/// @param events   the cluster's history, oldest first
/// @param cutOff   why all of this is only what it last knew
/// @param who      looks, by name and role; empty where nobody has to say
public record Known(NodeId self, StatusView status, Coverage cover, List<String> troubles, List<RunRecord> runs,
        List<EventView> events, Optional<String> cutOff, Optional<String> who) {

    public Known {
        troubles = List.copyOf(troubles);
        runs = List.copyOf(runs);
        events = List.copyOf(events);
    }

    /// Returns what follows from these.
    ///
    /// @param cover of the image in `status`
    public static Known of(NodeId self, StatusView status, Coverage cover, List<RunRecord> runs,
            List<EventView> events, Optional<String> cutOff, Optional<String> who) {
        return new Known(self, status, cover, screen(status).troubles(cover.uncovered()), runs, events, cutOff, who);
    }

    ClusterImage image() {
        return status.image();
    }

    Optional<RunView> run() {
        return status.run();
    }

    StatusScreen screen() {
        return screen(status);
    }

    private static StatusScreen screen(StatusView status) {
        TreeMap<GroupId, Duration> since = new TreeMap<>();
        status.since().forEach((group, then) -> since.put(group, Duration.between(then, status.now())));
        return new StatusScreen(status.image(), status.leader(), since, status.run());
    }

    /// Returns for how long a group has its owner, such as `3h`; `-` when that is not known.
    String age(GroupId group) {
        return Optional.ofNullable(status.since().get(group)).map(this::age).orElse("-");
    }

    String age(Instant then) {
        return Layout.age(Duration.between(then, status.now()));
    }

    /// Returns the version of a group's product on its owner.
    String version(GroupImage group) {
        return group.owner().flatMap(owner -> Optional.ofNullable(image().nodes().get(owner)))
                .flatMap(node -> node.version(image().kindOf(group).product())).map(Version::value).orElse("-");
    }
}
