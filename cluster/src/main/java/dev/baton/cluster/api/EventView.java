package dev.baton.cluster.api;

import dev.baton.coordination.request.Waiver;
import dev.baton.coordination.tree.EventRecord;
import java.time.Instant;
import java.util.Optional;

/// One line of the cluster's history, for people.
///
/// @param n       its number, from 1
/// @param time    wall-clock time
/// @param who     who caused it
/// @param subject what it is about: a group, a node, a run, `cluster`
/// @param what    what happened
/// @param waiver  the rule that was overridden for it, when one was
public record EventView(long n, Instant time, String who, String subject, String what, Optional<Waiver> waiver) {

    /// Something that needed no override.
    public EventView(long n, Instant time, String who, String subject, String what) {
        this(n, time, who, subject, what, Optional.empty());
    }

    /// Returns the view of a record.
    public static EventView of(EventRecord event) {
        return new EventView(event.number(), event.at(), event.by(), event.subject(), event.text(),
                event.overridden().map(given -> new Waiver(given.rule(), given.reason())));
    }
}
