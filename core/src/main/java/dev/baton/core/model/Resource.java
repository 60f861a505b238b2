package dev.baton.core.model;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;

/// One thing of a group that is started, stopped and monitored.
///
/// @param id           unique within its group
/// @param type         how it is run: `process`, `ocf:heartbeat:IPaddr2`, `systemd:nginx`
/// @param with         parameters of the type; for `process`: `run` (a command that stays in the foreground), optional
///                     `ready` and `monitor` (exit 0 when well), optional `stop`
/// @param needs        resources of the group that must be online before it starts and until it has stopped
/// @param startWithin  after this it counts as failed to start
/// @param stopWithin   after this it is killed
/// @param monitorEvery how often it is looked at while online, at depth 0
/// @param monitors     how it is looked at beside that, or, at depth 0, instead; one for each depth
public record Resource(ResourceId id, String type, SortedMap<String, String> with, SortedSet<ResourceId> needs,
        Duration startWithin, Duration stopWithin, Duration monitorEvery, List<Monitor> monitors) {

    /// Ends the name of a parameter in `with` whose value is the path of a file with a secret, read where it is used.
    public static final String FROM_FILE = "@file";

    public Resource {
        monitors = List.copyOf(monitors);
    }

    /// Makes a resource that is looked at in one way only.
    public Resource(ResourceId id, String type, SortedMap<String, String> with, SortedSet<ResourceId> needs,
            Duration startWithin, Duration stopWithin, Duration monitorEvery) {
        this(id, type, with, needs, startWithin, stopWithin, monitorEvery, List.of());
    }

    /// Returns how it is looked at when nothing more is asked: by the monitor of depth 0 that is listed; where none is,
    /// by one that may take as long as its interval, and never less than `atLeast`.
    public Monitor shallow(Duration atLeast) {
        return monitors.stream().filter(monitor -> monitor.depth() == 0).findFirst().orElseGet(() -> new Monitor(
                monitorEvery, monitorEvery.compareTo(atLeast) > 0 ? monitorEvery : atLeast, 0));
    }

    /// Returns all ways in which it is looked at while online, the shallow one first.
    ///
    /// @param atLeast as for [#shallow]
    public List<Monitor> looks(Duration atLeast) {
        return Stream.concat(Stream.of(shallow(atLeast)), monitors.stream().filter(monitor -> monitor.depth() > 0)
                .sorted(Comparator.comparingInt(Monitor::depth))).toList();
    }
}
