package dev.baton.cli.command;

import dev.baton.cluster.api.StatusView;
import dev.baton.core.model.GroupId;
import dev.baton.core.screen.StatusScreen;
import java.time.Duration;
import java.util.TreeMap;

/// What a node says of the cluster, as the screens want it.
final class Screens {

    private Screens() {}

    static StatusScreen of(StatusView status) {
        TreeMap<GroupId, Duration> since = new TreeMap<>();
        status.since().forEach((group, then) -> since.put(group, Duration.between(then, status.now())));
        return new StatusScreen(status.image(), status.leader(), since, status.run());
    }
}
