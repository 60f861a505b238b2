package dev.baton.core.model;

import java.time.Duration;
import java.util.SortedMap;
import java.util.SortedSet;

/// One thing of a group that is started, stopped and monitored.
///
/// @param id           unique within its group
/// @param type         how it is run: `process`, `ocf:heartbeat:IPaddr2`, `systemd:nginx`
/// @param with         parameters of the type; for `process`: `run` (a command that stays in the foreground), optional
///                     `ready` and `monitor` (exit 0 when well), optional `stop`
/// @param needs        resources of the group that must be online before it starts and until it has stopped
/// @param startWithin  after this it counts as failed to start
/// @param stopWithin   after this it is killed
/// @param monitorEvery how often it is looked at while online
public record Resource(ResourceId id, String type, SortedMap<String, String> with, SortedSet<ResourceId> needs,
        Duration startWithin, Duration stopWithin, Duration monitorEvery) {

    /// Ends the name of a parameter in `with` whose value is the path of a file with a secret, read where it is used.
    public static final String FROM_FILE = "@file";
}
