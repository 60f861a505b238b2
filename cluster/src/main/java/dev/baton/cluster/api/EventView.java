package dev.baton.cluster.api;

import dev.baton.coordination.request.Waiver;
import dev.baton.coordination.tree.EventRecord;
import dev.baton.core.model.EventKind;
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
/// @param kind    what sort of thing it is
public record EventView(long n, Instant time, String who, String subject, String what, Optional<Waiver> waiver,
        EventKind kind) {

    /// Something that needed no override.
    public EventView(long n, Instant time, String who, String subject, String what, EventKind kind) {
        this(n, time, who, subject, what, Optional.empty(), kind);
    }

    /// Returns the view of a record.
    public static EventView of(EventRecord event) {
        return new EventView(event.number(), event.at(), event.by(), event.subject(), event.text(),
                event.overridden().map(given -> new Waiver(given.rule(), given.reason())),
                event.kind());
    }
}
